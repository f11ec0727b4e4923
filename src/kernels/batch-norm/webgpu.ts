/**
 * `batchNorm` and `batchNormInference` on WebGPU. With the batch's own statistics there are two dispatches: the first
 * leaves each tile's mean and squared deviations, the workgroups of the second merge them, each for itself.
 */
import type { CallOf, Place } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, reads, writes } from "../webgpu/wgsl.ts";
import type { Rows } from "./webgpu-rows.ts";
import { eachRow, eachTile, mainText, rowsOf, totalText, workgroupsOf } from "./webgpu-rows.ts";

export function batchNormDispatches(call: CallOf<"batchNorm">, { scratch }: DispatchContext): Dispatch[] {
  const tiling = rowsOf(call);
  // Gamma, beta, and of each tile the mean and the squared deviations from it; in one buffer, as WebGPU binds few.
  const partials = scratch((2 + 2 * tiling.tiles) * call.channels);
  return [statistics(call, tiling, partials), normalisation(call, tiling, partials)];
}

function statistics(call: CallOf<"batchNorm">, tiling: Rows, partials: Place): Dispatch {
  const { vector, lanes, across } = tiling;
  const code = `${totalText(tiling)}
${mainText(tiling)}
  // Deviations from a number near the mean, so that their squares cancel little.
  let origin = x[first * ${lanes} + lane];
  var sum: ${vector};
  var squares: ${vector};
${eachRow(
  tiling,
  (k) => `let deviation${k} = x[i${k}] - origin;`,
  (k) => `sum += deviation${k}; squares += deviation${k} * deviation${k};`,
)}
  let moved = total(thread, sum);
  workgroupBarrier();
  let squared = total(thread, squares);
  if (thread >= ${across}) { return; }
  let offset = moved / f32(end - first);
  partials[(2 + 2 * group.x) * ${lanes} + lane] = origin + offset;
  partials[(3 + 2 * group.x) * ${lanes} + lane] = squared - moved * offset;
  if (group.x == 0) {
    partials[lane] = gamma[lane];
    partials[${lanes} + lane] = beta[lane];
  }
}`;
  const bound = {
    x: reads(call.x, vector),
    gamma: reads(call.gamma, vector),
    beta: reads(call.beta, vector),
    partials: writes(partials, vector),
  };
  return dispatchOf(`batchNorm statistics ${labelOf(call)}`, workgroupsOf(tiling), bound, code);
}

function normalisation(call: CallOf<"batchNorm">, tiling: Rows, partials: Place): Dispatch {
  const { running, epsilon } = call;
  const { vector, rows, lanes, across, tileRows } = tiling;
  const follow = (name: string, value: string) =>
    `${name}[lane] = ${running.momentum} * ${name}[lane] + ${1 - running.momentum} * ${value};`;
  const code = `${totalText(tiling)}
${mainText(tiling)}
  let origin = partials[${2 * lanes} + lane];
  var sum: ${vector};
  var squares: ${vector};
${eachTile(
  tiling,
  `    let count = f32(min(${tileRows}, ${rows} - tile * ${tileRows}));
    let deviation = partials[(2 + 2 * tile) * ${lanes} + lane] - origin;
    sum += count * deviation;
    squares += partials[(3 + 2 * tile) * ${lanes} + lane] + count * deviation * deviation;`,
)}
  let moved = total(thread, sum);
  workgroupBarrier();
  let squared = total(thread, squares);
  if (thread < ${across}) {
    let offset = moved / ${rows};
    let middle = origin + offset;
    // Rounding may leave less than nothing of channels that are constant.
    let spread = max(squared - moved * offset, ${vector}()) / ${rows};
    if (group.x == 0) {
      mean[lane] = middle;
      variance[lane] = spread;
      ${follow("running_mean", "middle")}
      ${follow("running_variance", "spread")}
    }
    parts[thread] = middle;
    parts[${across} + thread] = partials[lane] / sqrt(spread + ${epsilon});
  }
  workgroupBarrier();
  let center = parts[thread % ${across}];
  let scale = parts[${across} + thread % ${across}];
  let lift = partials[${lanes} + lane];
${normalised(call, tiling)}
}`;
  const bound = {
    x: reads(call.x, vector),
    partials: reads(partials, vector),
    residual: call.residual && reads(call.residual, vector),
    y: writes(call.y, vector),
    mean: writes(call.mean, vector),
    variance: writes(call.variance, vector),
    running_mean: writes(running.mean, vector),
    running_variance: writes(running.variance, vector),
  };
  return dispatchOf(`batchNorm ${labelOf(call)}`, workgroupsOf(tiling), bound, code);
}

export function batchNormInferenceDispatches(call: CallOf<"batchNormInference">): Dispatch[] {
  const tiling = rowsOf(call);
  const { vector } = tiling;
  const code = `${mainText(tiling)}
  let center = mean[lane];
  let scale = gamma[lane] / sqrt(variance[lane] + ${call.epsilon});
  let lift = beta[lane];
${normalised(call, tiling)}
}`;
  const bound = {
    x: reads(call.x, vector),
    gamma: reads(call.gamma, vector),
    beta: reads(call.beta, vector),
    mean: reads(call.mean, vector),
    variance: reads(call.variance, vector),
    residual: call.residual && reads(call.residual, vector),
    y: writes(call.y, vector),
  };
  return [dispatchOf(`batchNormInference ${labelOf(call)}`, workgroupsOf(tiling), bound, code)];
}

/** `select`, as `max` may turn NaN into 0. */
function normalised({ residual, relu }: CallOf<"batchNorm"> | CallOf<"batchNormInference">, tiling: Rows): string {
  const zero = `${tiling.vector}()`;
  const added = (k: number) => (residual ? ` + residual[i${k}]` : "");
  return eachRow(
    tiling,
    (k) => `let value${k} = (x[i${k}] - center) * scale + lift${added(k)};`,
    (k) => `y[i${k}] = ${relu ? `select(value${k}, ${zero}, value${k} < ${zero})` : `value${k}`};`,
  );
}

function labelOf({ rows, channels }: { readonly rows: number; readonly channels: number }): string {
  return `${rows}x${channels}`;
}
