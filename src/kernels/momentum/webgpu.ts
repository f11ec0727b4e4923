/** `momentum` on WebGPU: one dispatch for all ranges, each from a workgroup of its own on. */
import type { Arena, CallOf } from "../routine/routine.ts";
import type { Dispatch } from "../webgpu/dispatch.ts";
import { dispatchOf, reads, settings, writes } from "../webgpu/wgsl.ts";

const size = 256;

export function momentumDispatches({ ranges }: CallOf<"momentum">): Dispatch[] {
  const filled = ranges.filter(({ length }) => length > 0);
  const groups = filled.map(({ length }) => Math.ceil(length / size));
  const total = groups.reduce((sum, count) => sum + count, 0);
  if (total === 0) return [];
  const firsts = groups.map((_, index) => groups.slice(0, index).reduce((sum, count) => sum + count, 0));
  const table = filled.map(({ offset, length }, index) => `vec3u(${firsts[index]}, ${offset}, ${length})`);
  const code = `
/** The first workgroup of each range, its offset and its length. */
const ranges = array(${table.join(", ")});

@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  var range = ranges[0];
  for (var r = 1u; r < ${filled.length}; r++) {
    if (ranges[r].x <= group.x) { range = ranges[r]; }
  }
  let place = (group.x - range.x) * ${size} + thread;
  if (place >= range.z) { return; }
  let i = range.y + place;
  let weight = weights[i];
  let velocity = settings.momentum * velocities[i] + (gradients[i] + settings.decay * weight);
  velocities[i] = velocity;
  weights[i] = weight - settings.rate * velocity;
}`;
  const end = Math.max(...filled.map(({ offset, length }) => offset + length));
  const upTo = (memory: Arena) => ({ memory, offset: 0, length: end });
  const bound = {
    weights: writes(upTo("weights"), "f32"),
    velocities: writes(upTo("velocities"), "f32"),
    gradients: reads(upTo("gradients"), "f32"),
    settings,
  };
  return [dispatchOf("momentum", [total, 1, 1], bound, code)];
}
