/** `batchNormGrad` on WebGPU: a dispatch for the sums over tiles of rows, and one whose workgroups each merge them. */
import type { CallOf, Place } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, reads, writes } from "../webgpu/wgsl.ts";
import type { Rows } from "./webgpu-rows.ts";
import { eachRow, eachTile, mainText, rowsOf, totalText, workgroupsOf } from "./webgpu-rows.ts";

export function batchNormGradDispatches(call: CallOf<"batchNormGrad">, { scratch }: DispatchContext): Dispatch[] {
  const tiling = rowsOf(call);
  // Mean, 1 / deviation, gamma, and of each tile both sums; in one buffer, as WebGPU binds few.
  const partials = scratch((3 + 2 * tiling.tiles) * call.channels);
  return [sums(call, tiling, partials), gradients(call, tiling, partials)];
}

/** WGSL `slope{k}`: behind the ReLU. */
function slopeText({ relu }: CallOf<"batchNormGrad">, { vector }: Rows, k: number): string {
  return `let slope${k} = ${relu ? `select(dy[i${k}], ${vector}(), y[i${k}] <= ${vector}())` : `dy[i${k}]`};`;
}

function sums(call: CallOf<"batchNormGrad">, tiling: Rows, partials: Place): Dispatch {
  const { vector, lanes, across } = tiling;
  const code = `${totalText(tiling)}
${mainText(tiling)}
  let center = mean[lane];
  let inverse = 1 / sqrt(variance[lane] + ${call.epsilon});
  var sum: ${vector};
  var products: ${vector};
${eachRow(
  tiling,
  (k) => `${slopeText(call, tiling, k)} let deviation${k} = x[i${k}] - center;`,
  (k) => `sum += slope${k}; products += slope${k} * deviation${k};`,
)}
  let slopes = total(thread, sum);
  workgroupBarrier();
  let tilted = total(thread, products);
  if (thread >= ${across}) { return; }
  partials[(3 + 2 * group.x) * ${lanes} + lane] = slopes;
  partials[(4 + 2 * group.x) * ${lanes} + lane] = tilted * inverse;
  if (group.x == 0) {
    partials[lane] = center;
    partials[${lanes} + lane] = inverse;
    partials[${2 * lanes} + lane] = gamma[lane];
  }
}`;
  const bound = {
    dy: reads(call.dy, vector),
    x: reads(call.x, vector),
    y: call.relu ? reads(call.y, vector) : null,
    gamma: reads(call.gamma, vector),
    mean: reads(call.mean, vector),
    variance: reads(call.variance, vector),
    partials: writes(partials, vector),
  };
  return dispatchOf(`batchNormGrad sums ${call.rows}x${call.channels}`, workgroupsOf(tiling), bound, code);
}

function gradients(call: CallOf<"batchNormGrad">, tiling: Rows, partials: Place): Dispatch {
  const { dx, dresidual } = call;
  const { vector, rows, lanes, across } = tiling;
  const code = `${totalText(tiling)}
${mainText(tiling)}
  let center = partials[lane];
  let inverse = partials[${lanes} + lane];
  var sum: ${vector};
  var products: ${vector};
${eachTile(
  tiling,
  `    sum += partials[(3 + 2 * tile) * ${lanes} + lane];
    products += partials[(4 + 2 * tile) * ${lanes} + lane];`,
)}
  let slopes = total(thread, sum);
  workgroupBarrier();
  let tilted = total(thread, products);
  if (thread < ${across}) {
    if (group.x == 0) {
      dbeta[lane] = slopes;
      dgamma[lane] = tilted;
    }
    parts[thread] = slopes / ${rows};
    parts[${across} + thread] = tilted / ${rows} * inverse;
  }
  workgroupBarrier();
  let level = parts[thread % ${across}];
  let tilt = parts[${across} + thread % ${across}];
  let scale = partials[${2 * lanes} + lane] * inverse;
${eachRow(
  tiling,
  (k) => `${slopeText(call, tiling, k)}
    let part${k} = scale * (slope${k} - level - (x[i${k}] - center) * tilt)${dx.adds ? ` + dx[i${k}]` : ""};
    ${dresidual?.adds ? `let known${k} = dresidual[i${k}];` : ""}`,
  (k) => `dx[i${k}] = part${k};
    ${dresidual ? `dresidual[i${k}] = slope${k}${dresidual.adds ? ` + known${k}` : ""};` : ""}`,
)}
}`;
  const bound = {
    dy: reads(call.dy, vector),
    x: reads(call.x, vector),
    y: call.relu ? reads(call.y, vector) : null,
    partials: reads(partials, vector),
    dx: writes(dx.place, vector),
    dresidual: dresidual && writes(dresidual.place, vector),
    dgamma: writes(call.dgamma, vector),
    dbeta: writes(call.dbeta, vector),
  };
  return dispatchOf(`batchNormGrad ${call.rows}x${call.channels}`, workgroupsOf(tiling), bound, code);
}
