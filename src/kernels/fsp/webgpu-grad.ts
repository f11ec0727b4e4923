/** `fspGrad` on WebGPU: one dispatch, whose first workgroups write the gradient in the first map, the rest in the last. */
import { range } from "../convolution/webgpu-axis.ts";
import type { CallOf, Sink } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, writes } from "../webgpu/wgsl.ts";
import type { PooledMap } from "./webgpu-maps.ts";
import { blockOffsets, elementOf, fourText, mapsOf, mapText, placeText, readsRows, storeText } from "./webgpu-maps.ts";

const size = 128;

/** Positions of a thread: all of them use what it reads of the slope. */
const shares = [0, 1, 2, 3];

/** Fours of channels of a thread: all of them use what it reads of the other map. */
function foursHeld({ fours }: PooledMap): 1 | 2 {
  return fours % 2 === 0 ? 2 : 1;
}

function threadsOf(map: PooledMap, batch: number, stride: number): number {
  return (batch * stride * map.fours) / foursHeld(map);
}

export function fspGradDispatches(call: CallOf<"fspGrad">, { batch }: DispatchContext): Dispatch[] {
  const { dfirst, dlast } = call;
  const { first, last, positions } = mapsOf(call);
  const [rows, length] = [first.channels, last.channels];
  const stride = Math.ceil(positions / shares.length);
  const groups = (map: PooledMap) => Math.ceil(threadsOf(map, batch, stride) / size);
  const [firstGroups, lastGroups] = [dfirst ? groups(first) : 0, dlast ? groups(last) : 0];
  if (firstGroups + lastGroups === 0) return [];
  const isRead = { first: dlast !== null || first.block > 1, last: dfirst !== null || last.block > 1 };
  const texts = [first, last].map((map) => placeText(map) + (isRead[map.name] ? mapText(map) : ""));
  const slopeRow = (k: number) => (rows % 4 === 0 ? `4 * a + ${k}` : `min(4 * a + ${k}, ${rows - 1})`);
  const code = `${texts.join("\n")}
${fourText("slope_row", "slope", length)}

/** Rows 4 a to 4 a + 3 of a sample's slope as columns; numbers behind its ends meet zeros, or are not stored. */
fn slope_at(n: u32, a: u32, b: u32) -> mat4x4f {
  let row = n * ${rows};
  return mat4x4f(${[0, 1, 2, 3].map((k) => `slope_row(row + ${slopeRow(k)}, b)`).join(", ")});
}
${dfirst ? gradientText(first, last, dfirst, batch, stride) : ""}
${dlast ? gradientText(last, first, dlast, batch, stride) : ""}

@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  ${dfirst ? `if (group.x < ${firstGroups}) { first_gradient(group.x * ${size} + thread); }` : ""}
  ${dlast ? `if (group.x >= ${firstGroups}) { last_gradient((group.x - ${firstGroups}) * ${size} + thread); }` : ""}
}`;
  const bound = {
    slope: readsRows(call.slope, length),
    first: isRead.first ? first.bound : null,
    last: isRead.last ? last.bound : null,
    first_slope: dfirst && writes(dfirst.place, elementOf(rows)),
    last_slope: dlast && writes(dlast.place, elementOf(length)),
  };
  return [dispatchOf(`fspGrad ${rows}x${length}`, [firstGroups + lastGroups, 1, 1], bound, code)];
}

/** WGSL `first_gradient(i)`: thread `i` writes a few channels at some positions of one sample. */
function gradientText(own: PooledMap, other: PooledMap, sink: Sink, batch: number, stride: number): string {
  const { name, fours } = own;
  const positions = own.height * own.width;
  const [threads, held] = [threadsOf(own, batch, stride), foursHeld(own)];
  const all = (text: (share: number, four: number) => string) =>
    shares.flatMap((share) => range(held).map((four) => text(share, four))).join("\n");
  const position = (share: number) => `p + ${share * stride}`;
  const inside = (share: number) =>
    positions % shares.length === 0 ? position(share) : `min(${position(share)}, ${positions - 1})`;
  const product =
    name === "first"
      ? (value: string, slope: string) => `${value} * ${slope}`
      : (value: string, slope: string) => `${slope} * ${value}`;
  const slopeAt = (four: number) =>
    name === "first" ? `slope_at(n, own + ${four}, four)` : `slope_at(n, four, own + ${four})`;
  return `${own.block > 1 ? pooledStoreText(own, sink) : storeAllText(own, sink)}

fn ${name}_gradient(i: u32) {
  if (i >= ${threads}) { return; }
  let own = i % ${fours / held} * ${held};
  let p = i / ${fours / held} % ${stride};
  let n = i / ${(fours / held) * stride} % ${batch};
${shares.map((share) => `  let place${share} = ${other.name}_place(n, ${inside(share)});`).join("\n")}
${all((share, four) => `  var sum${share}_${four}: vec4f;`)}
  for (var four = 0u; four < ${other.fours}; four++) {
${range(held)
  .map((four) => `    let slope${four} = ${slopeAt(four)};`)
  .join("\n")}
${shares.map((share) => `    let value${share} = ${other.name}_at(place${share}, four);`).join("\n")}
${all((share, four) => `    sum${share}_${four} += ${product(`value${share}`, `slope${four}`)};`)}
  }
${all((share, four) => `  if (${position(share)} < ${positions}) { ${name}_store(n, ${position(share)}, own + ${four}, sum${share}_${four} / ${positions}); }`)}
}`;
}

/** WGSL `first_store(n, p, four, value)`. */
function storeAllText({ name, channels }: PooledMap, { adds }: Sink): string {
  return `
fn ${name}_store(n: u32, p: u32, four: u32, value: vec4f) {
  let place = ${name}_place(n, p);
  ${storeText(`${name}_slope`, channels, "place", "four", adds)}
}`;
}

/** The same, to the first largest of the position's block. */
function pooledStoreText(map: PooledMap, { adds }: Sink): string {
  const { name, channels } = map;
  const offsets = blockOffsets(map);
  const comparisons = offsets.slice(1).map(
    (offset, index) => `  {
    let number = ${name}_raw(place + ${offset}, four);
    chosen = select(chosen, vec4u(${index + 1}), number > largest);
    largest = max(largest, number);
  }\n`,
  );
  const stores = offsets.map(
    (offset, index) => `  {
    let value = select(vec4f(), gradient, chosen == vec4u(${index}));
    ${storeText(`${name}_slope`, channels, `(place + ${offset})`, "four", adds)}
  }\n`,
  );
  return `
fn ${name}_store(n: u32, p: u32, four: u32, gradient: vec4f) {
  let place = ${name}_place(n, p);
  var largest = ${name}_raw(place, four);
  var chosen: vec4u;
${comparisons.join("")}${stores.join("")}}`;
}
