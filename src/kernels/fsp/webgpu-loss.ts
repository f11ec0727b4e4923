/** `fspLoss` on WebGPU: a workgroup for each sample. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, reads, settings, writes } from "../webgpu/wgsl.ts";
import { rowText } from "./webgpu-row.ts";

const size = 64;

export function fspLossDispatches(call: CallOf<"fspLoss">, { batch, results }: DispatchContext): Dispatch[] {
  const { cells } = call;
  const code = `${rowText(call.teacherRows)}

var<workgroup> parts: array<f32, ${size}>;

@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let n = group.x;
  let row = row_of(n);
  var sum = 0.0;
  for (var i = thread; i < ${cells}; i += ${size}) {
    let difference = student[n * ${cells} + i] - teacher[row * ${cells} + i];
    slope[n * ${cells} + i] = ${call.scale} * difference;
    sum += difference * difference;
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (thread < 16) {
    for (var t = thread + 16; t < ${size}; t += 16) { sum += parts[t]; }
    parts[thread] = sum;
  }
  workgroupBarrier();
  if (thread > 0) { return; }
  for (var t = 1u; t < 16; t++) { sum += parts[t]; }
  results[settings.row * ${results} + ${call.losses} + n] = sum;
}`;
  const bound = {
    samples: call.teacherRows === "batch" ? null : reads("samples", "vec4i"),
    student: reads(call.student, "f32"),
    teacher: reads(call.teacher, "f32"),
    slope: writes(call.slope, "f32"),
    results: writes("results", "f32"),
    settings,
  };
  return [dispatchOf(`fspLoss ${cells}`, [batch, 1, 1], bound, code)];
}
