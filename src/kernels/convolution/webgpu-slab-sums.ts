/** `[slabs, numbers]` → `[numbers]`: the sums over all slabs. */
import type { Place } from "../routine/routine.ts";
import type { Dispatch } from "../webgpu/dispatch.ts";
import { dispatchOf } from "../webgpu/wgsl.ts";
import { lanesOf, typeOf, vectorArray } from "./webgpu-vectors.ts";

const threadsPerGroup = 64;

/**
 * A thread sums one vector over all slabs. Few vectors would leave a GPU idle: then eight threads share the slabs of each,
 * and one of them adds up their sums. It needs a barrier, for which SwiftShader takes as long as for the slabs themselves.
 */
export function slabSumsDispatch(partials: Place, slabs: number, sums: Place): Dispatch {
  const lanes = lanesOf(sums.length);
  const [type, vectors] = [typeOf(lanes), sums.length / lanes];
  const strips = vectors < 2048 ? 8 : 1;
  const perGroup = threadsPerGroup / strips;
  const groups = Math.ceil(vectors / perGroup);
  const across = Math.min(groups, 32_768);
  return dispatchOf(
    "convFilterGrad sums",
    [across, Math.ceil(groups / across), 1],
    { partials: vectorArray(partials, lanes), sums: vectorArray(sums, lanes, "read_write") },
    `${strips > 1 ? `var<workgroup> shared_sums: array<${type}, ${threadsPerGroup}>;` : ""}
@compute @workgroup_size(${threadsPerGroup})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let place = (workgroup.y * ${across}u + workgroup.x) * ${perGroup}u + local % ${perGroup}u;
  let vector = min(place, ${vectors - 1}u);
  var sum = ${type}();
  for (var slab = local / ${perGroup}u; slab < ${slabs}u; slab += ${strips}u) {
    sum += partials[slab * ${vectors}u + vector];
  }
${strips > 1 ? stripSums(perGroup, strips) : ""}
  if (local < ${perGroup}u && place < ${vectors}u) { sums[vector] = sum; }
}
`,
  );
}

function stripSums(perGroup: number, strips: number): string {
  return `  shared_sums[local] = sum;
  workgroupBarrier();
  if (local < ${perGroup}u) {
    for (var strip = 1u; strip < ${strips}u; strip++) {
      sum += shared_sums[strip * ${perGroup}u + local];
    }
  }`;
}
