/** `[slabs, numbers]` → `[numbers]`: the sums over all slabs. */
import type { Place } from "../routine/routine.ts";
import type { Dispatch } from "../webgpu/dispatch.ts";
import { dispatchOf } from "../webgpu/wgsl.ts";
import { lanesOf, typeOf, vectorArray } from "./webgpu-vectors.ts";

/** Neighbouring vectors that a workgroup sums: 128 bytes, a line of a GPU's cache. */
const vectorsPerGroup = 8;

/** Many slabs are dealt out to up to 32 threads, whose sums one thread adds. */
export function slabSumsDispatch(partials: Place, slabs: number, sums: Place): Dispatch {
  const lanes = lanesOf(sums.length);
  const vectors = sums.length / lanes;
  const strips = Math.min(32, 2 ** Math.ceil(Math.log2(Math.max(8, slabs / 8))));
  const groups = Math.ceil(vectors / vectorsPerGroup);
  const across = Math.min(groups, 32_768);
  const type = typeOf(lanes);
  return dispatchOf(
    "convFilterGrad sums",
    [across, Math.ceil(groups / across), 1],
    { partials: vectorArray(partials, lanes), sums: vectorArray(sums, lanes, "read_write") },
    `var<workgroup> strips: array<${type}, ${vectorsPerGroup * strips}>;
@compute @workgroup_size(${vectorsPerGroup * strips})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let place = (workgroup.y * ${across}u + workgroup.x) * ${vectorsPerGroup}u + local % ${vectorsPerGroup}u;
  let vector = min(place, ${vectors - 1}u);
  var sum = ${type}();
  for (var slab = local / ${vectorsPerGroup}u; slab < ${slabs}u; slab += ${strips}u) {
    sum += partials[slab * ${vectors}u + vector];
  }
  strips[local] = sum;
  workgroupBarrier();
  if (local < ${vectorsPerGroup}u && place < ${vectors}u) {
    for (var strip = 1u; strip < ${strips}u; strip++) {
      sum += strips[strip * ${vectorsPerGroup}u + local];
    }
    sums[vector] = sum;
  }
}
`,
  );
}
