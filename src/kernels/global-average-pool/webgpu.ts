/** `globalAvgPool` and its gradient on WebGPU: a thread for each number that is written. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, eachOf, reads, writes } from "../webgpu/wgsl.ts";

export function globalAvgPoolDispatches(call: CallOf<"globalAvgPool">, { batch }: DispatchContext): Dispatch[] {
  const { positions, channels } = call;
  const { main, workgroups } = eachOf(batch * channels);
  const code = `${main}
  let first = i / ${channels} * ${positions * channels} + i % ${channels};
  var sum = 0.0;
  for (var p = 0u; p < ${positions}; p++) { sum += x[first + p * ${channels}]; }
  y[i] = sum / ${positions};
}`;
  const bound = { x: reads(call.x, "f32"), y: writes(call.y, "f32") };
  return [dispatchOf(`globalAvgPool ${positions}x${channels}`, workgroups, bound, code)];
}

export function globalAvgPoolGradDispatches(call: CallOf<"globalAvgPoolGrad">, { batch }: DispatchContext): Dispatch[] {
  const { positions, channels, dx } = call;
  const { main, workgroups } = eachOf(batch * positions * channels);
  const code = `${main}
  let slope = dy[i / ${positions * channels} * ${channels} + i % ${channels}] / ${positions};
  dx[i] = ${dx.adds ? "dx[i] + slope" : "slope"};
}`;
  const bound = { dy: reads(call.dy, "f32"), dx: writes(dx.place, "f32") };
  return [dispatchOf(`globalAvgPoolGrad ${positions}x${channels}`, workgroups, bound, code)];
}
