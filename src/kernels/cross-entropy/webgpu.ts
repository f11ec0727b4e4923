/** `crossEntropy` on WebGPU: a thread for each sample. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, eachOf, reads, settings, writes } from "../webgpu/wgsl.ts";

export function crossEntropyDispatches(call: CallOf<"crossEntropy">, { batch, results }: DispatchContext): Dispatch[] {
  const { classes } = call;
  const { main, workgroups } = eachOf(batch);
  const code = `${main}
  let row = i * ${classes};
  let label = labels[samples[i].x];
  var best = 0u;
  for (var c = 1u; c < ${classes}; c++) {
    if (logits[row + c] > logits[row + best]) { best = c; }
  }
  let top = logits[row + best];
  var sum = 0.0;
  for (var c = 0u; c < ${classes}; c++) { sum += exp(logits[row + c] - top); }
  for (var c = 0u; c < ${classes}; c++) {
    let truth = select(0.0, 1.0, c == label);
    slope[row + c] = (exp(logits[row + c] - top) / sum - truth) / ${batch};
  }
  let first = settings.row * ${results} + i;
  results[first + ${call.losses}] = log(sum) + (top - logits[row + label]);
  results[first + ${call.correct}] = select(0.0, 1.0, best == label);
}`;
  const bound = {
    logits: reads(call.logits, "f32"),
    slope: writes(call.slope, "f32"),
    samples: reads("samples", "vec4i"),
    labels: reads("labels", "u32"),
    results: writes("results", "f32"),
    settings,
  };
  return [dispatchOf(`crossEntropy ${classes}`, workgroups, bound, code)];
}
