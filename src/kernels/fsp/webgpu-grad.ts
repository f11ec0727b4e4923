/** `fspGrad` on WebGPU: one dispatch, whose first workgroups write the gradient in the first map, the rest in the last. */
import type { CallOf, Sink } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, reads, writes } from "../webgpu/wgsl.ts";
import type { PooledMap } from "./webgpu-maps.ts";
import { elementOf, fourText, mapsOf, mapText, placeText, storeText } from "./webgpu-maps.ts";

const size = 256;

/** Positions of a thread: all of them use what it reads of the slope. */
const shares = [0, 1, 2, 3];

export function fspGradDispatches(call: CallOf<"fspGrad">, { batch }: DispatchContext): Dispatch[] {
  const { dfirst, dlast } = call;
  const { first, last, positions } = mapsOf(call);
  const [rows, length] = [first.channels, last.channels];
  const stride = Math.ceil(positions / shares.length);
  const groups = (map: PooledMap) => Math.ceil((batch * stride * map.fours) / size);
  const [firstGroups, lastGroups] = [dfirst ? groups(first) : 0, dlast ? groups(last) : 0];
  if (firstGroups + lastGroups === 0) return [];
  const isRead = { first: dlast !== null || first.block > 1, last: dfirst !== null || last.block > 1 };
  const texts = [first, last].map((map) => placeText(map) + (isRead[map.name] ? mapText(map) : ""));
  const code = `${texts.join("\n")}
${fourText("slope_row", "slope", length)}

/** Rows 4 a to 4 a + 3 of a sample's slope as columns; numbers behind its ends meet zeros, or are not stored. */
fn slope_at(n: u32, a: u32, b: u32) -> mat4x4f {
  let row = n * ${rows};
  return mat4x4f(${[0, 1, 2, 3].map((k) => `slope_row(row + min(4 * a + ${k}, ${rows - 1}), b)`).join(", ")});
}
${dfirst ? gradientText(first, last, dfirst, batch, stride) : ""}
${dlast ? gradientText(last, first, dlast, batch, stride) : ""}

@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  ${dfirst ? `if (group.x < ${firstGroups}) { first_gradient(group.x * ${size} + thread); }` : ""}
  ${dlast ? `if (group.x >= ${firstGroups}) { last_gradient((group.x - ${firstGroups}) * ${size} + thread); }` : ""}
}`;
  const bound = {
    slope: reads(call.slope, elementOf(length)),
    first: isRead.first ? first.bound : null,
    last: isRead.last ? last.bound : null,
    first_slope: dfirst && writes(dfirst.place, elementOf(rows)),
    last_slope: dlast && writes(dlast.place, elementOf(length)),
  };
  return [dispatchOf(`fspGrad ${rows}x${length}`, [firstGroups + lastGroups, 1, 1], bound, code)];
}

/** WGSL `first_gradient(i)`: thread `i` writes four channels at some positions of one sample. */
function gradientText(own: PooledMap, other: PooledMap, sink: Sink, batch: number, stride: number): string {
  const { name, fours } = own;
  const positions = own.height * own.width;
  const isFirst = name === "first";
  const values = shares.map((k) => `${other.name}_at(n, min(p + ${k * stride}, ${positions - 1}), four)`);
  const lines = (text: (k: number) => string) => shares.map(text).join("\n");
  return `${own.block > 1 ? pooledStoreText(own, sink) : storeAllText(own, sink)}

fn ${name}_gradient(i: u32) {
  let own = i % ${fours};
  let p = i / ${fours} % ${stride};
  let n = i / ${fours * stride};
  if (n >= ${batch}) { return; }
${lines((k) => `  var sum${k}: vec4f;`)}
  for (var four = 0u; four < ${other.fours}; four++) {
    let slopes = ${isFirst ? "slope_at(n, own, four)" : "slope_at(n, four, own)"};
${lines((k) => `    sum${k} += ${isFirst ? `${values[k]} * slopes` : `slopes * ${values[k]}`};`)}
  }
${lines((k) => `  if (p + ${k * stride} < ${positions}) { ${name}_store(n, p + ${k * stride}, own, sum${k} / ${positions}); }`)}
}`;
}

/** WGSL `first_store(n, p, four, value)`. */
function storeAllText({ name, channels }: PooledMap, { adds }: Sink): string {
  return `
fn ${name}_store(n: u32, p: u32, four: u32, value: vec4f) {
  let place = ${name}_place(n, p, 0);
  ${storeText(`${name}_slope`, channels, "place", "four", adds)}
}`;
}

/** The same, to the first largest of the position's block. */
function pooledStoreText({ name, block, channels }: PooledMap, { adds }: Sink): string {
  return `
fn ${name}_store(n: u32, p: u32, four: u32, gradient: vec4f) {
  var largest = ${name}_raw(${name}_place(n, p, 0), four);
  var chosen: vec4u;
  for (var k = 1u; k < ${block}; k++) {
    let number = ${name}_raw(${name}_place(n, p, k), four);
    chosen = select(chosen, vec4u(k), number > largest);
    largest = max(largest, number);
  }
  for (var k = 0u; k < ${block}; k++) {
    let place = ${name}_place(n, p, k);
    let value = select(vec4f(), gradient, chosen == vec4u(k));
    ${storeText(`${name}_slope`, channels, "place", "four", adds)}
  }
}`;
}
