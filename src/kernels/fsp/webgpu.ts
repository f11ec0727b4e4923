/** `fsp` on WebGPU. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, reads, writes } from "../webgpu/wgsl.ts";
import type { PooledMap } from "./webgpu-maps.ts";
import { elementOf, mapsOf, mapText, placeText, storeText } from "./webgpu-maps.ts";
import { rowText } from "./webgpu-row.ts";

/** Threads of a workgroup. On a software adapter 256 take three times as long, because they all have to meet. */
const size = 64;

/**
 * A thread sums 4 x 4 cells of a sample's matrix over a slice of the positions, reading the maps where they lie; then
 * the slices are added.
 */
export function fspDispatches(call: CallOf<"fsp">, { batch }: DispatchContext): Dispatch[] {
  const { first, last, positions } = mapsOf(call);
  const blocks = first.fours * last.fours;
  const held = Math.min(blocks, size);
  const slices = Math.min(Math.floor(size / held), positions);
  const element = elementOf(last.channels);
  const code = `${[first, last].map((map) => placeText(map) + mapText(map)).join("\n")}
${rowText(call.rows)}
${storeMatrixText(first, last, positions)}
${slices > 1 ? `\nvar<workgroup> parts: array<vec4f, ${held * slices}>;` : ""}

@compute @workgroup_size(${held * slices})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let n = group.x % ${batch};
  let block = group.y * ${held} + thread % ${held};
  let a = min(block / ${last.fours}, ${first.fours - 1});
  let b = block % ${last.fours};
  var sum0: vec4f;
  var sum1: vec4f;
  var sum2: vec4f;
  var sum3: vec4f;
  for (var p = thread / ${held}; p < ${positions}; p += ${slices}) {
    let left = first_at(first_place(n, p), a);
    let right = last_at(last_place(n, p), b);
    sum0 += left.x * right;
    sum1 += left.y * right;
    sum2 += left.z * right;
    sum3 += left.w * right;
  }
${[0, 1, 2, 3].map((k) => (slices > 1 ? addSlicesText(k, held, slices) : `  store(n, block, ${k}, sum${k});`)).join("\n")}
}`;
  const bound = {
    first: first.bound,
    last: last.bound,
    samples: call.rows === "batch" ? null : reads("samples", "vec4i"),
    matrices: writes(call.matrices, element),
  };
  const label = `fsp ${first.channels}x${last.channels}`;
  return [dispatchOf(label, [batch, Math.ceil(blocks / held), 1], bound, code)];
}

/** WGSL `store(n, block, k, sum)`: row `k` of a block, behind the matrix's end nothing. */
function storeMatrixText(first: PooledMap, last: PooledMap, positions: number): string {
  return `
fn store(n: u32, block: u32, k: u32, sum: vec4f) {
  let a = block / ${last.fours} * 4 + k;
  let b = block % ${last.fours};
  if (a >= ${first.channels}) { return; }
  let row = row_of(n) * ${first.channels} + a;
  let value = sum / ${positions};
  ${storeText("matrices", last.channels, "row", "b", false)}
}`;
}

/** WGSL: row by row, as what a workgroup shares is cleared before it starts: the less the better. */
function addSlicesText(k: number, held: number, slices: number): string {
  return `  parts[thread] = sum${k};
  workgroupBarrier();
  if (thread < ${held}) {
    for (var s = 1u; s < ${slices}; s++) { sum${k} += parts[s * ${held} + thread]; }
    store(n, block, ${k}, sum${k});
  }
  workgroupBarrier();`;
}
