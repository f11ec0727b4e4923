/** What stage 1 may minimise besides the plain distance, on tensors; `core/relations/definitions.ts` defines it. */
import * as tf from "@tensorflow/tfjs-core";
import type { GroupReduction } from "../core/relations/channel-groups.ts";
import { ckaEpsilon, cosineEpsilon, traceEpsilon } from "../core/relations/definitions.ts";

/** Below any difference that float32 can tell from none; keeps the slope of a column without difference at 0. */
const leastSquare = 1e-24;

/** Each channel of each image divided by the root of its mean square over the positions; `[n, h, w, c]`. Differentiable. */
export function cosineMap(map: tf.Tensor4D): tf.Tensor4D {
  const square = tf.mean(tf.square(map), [1, 2], true);
  return tf.mul(map, tf.rsqrt(tf.add(square, cosineEpsilon)));
}

/** `A1 G A2^T` for each matrix: `[n, m, k]` with `A1` `[r, m]` and `A2` `[s, k]` → `[n, r, s]`. Differentiable in all. */
export function adaptedMatrices(stack: tf.Tensor3D, a1: tf.Tensor2D, a2: tf.Tensor2D): tf.Tensor3D {
  const [n, m, k] = stack.shape;
  const [r, s] = [a1.shape[0], a2.shape[0]];
  // tfjs's gradient of a product does not sum over a stack that shares one factor: hence the flat rows.
  const right = tf.reshape<tf.Rank.R3>(tf.matMul(tf.reshape(stack, [n * m, k]), a2, false, true), [n, m, s]);
  const rows = tf.reshape(tf.transpose(right, [0, 2, 1]), [n * s, m]);
  return tf.transpose(tf.reshape<tf.Rank.R3>(tf.matMul(rows, a1, false, true), [n, s, r]), [0, 2, 1]);
}

/** The lengths of the difference's columns, summed over each matrix, averaged over images. Differentiable. */
export function columnNormsLoss(student: tf.Tensor3D, teacher: tf.Tensor3D): tf.Scalar {
  const squares = tf.sum(tf.squaredDifference(student, teacher), 1);
  return tf.div(tf.sum(tf.sqrt(tf.maximum(squares, leastSquare))), student.shape[0]);
}

/** 1 - linear CKA between two stacks of as many matrices, centred over the batch; widths need not agree. Differentiable. */
export function ckaLoss(student: tf.Tensor3D, teacher: tf.Tensor3D): tf.Scalar {
  const [ours, theirs] = [centredProducts(student), centredProducts(teacher)];
  const inverseSize = (products: tf.Tensor) => tf.rsqrt(tf.add(tf.sum(tf.square(products)), ckaEpsilon));
  const product = tf.sum(tf.mul(ours, theirs));
  return tf.sub<tf.Scalar>(1, tf.mul(tf.mul(product, inverseSize(ours)), inverseSize(theirs)));
}

/** `[n, n]`: the products of the stack's matrices, each taken as one row, less their mean. */
function centredProducts(stack: tf.Tensor3D): tf.Tensor2D {
  const rows = tf.reshape<tf.Rank.R2>(stack, [stack.shape[0], -1]);
  const centred = tf.sub<tf.Tensor2D>(rows, tf.mean(rows, 0, true));
  return tf.matMul(centred, centred, false, true);
}

/** Of each matrix the roots `tr((G^T G)^k)^(1 / 2k)`, k = 1..3: `[n, m, k]` → `[n, 3]`. Differentiable. */
export function traceRoots(stack: tf.Tensor3D): tf.Tensor2D {
  const square = tf.add(tf.sum(tf.square(stack), [1, 2], true), traceEpsilon);
  // Of trace 1, so that its powers neither vanish nor overflow.
  const product = tf.div<tf.Tensor3D>(tf.matMul(stack, stack, true), square);
  const size = tf.sqrt(tf.reshape(square, [-1]));
  const trace = (of: tf.Tensor) => tf.add(tf.sum(tf.mul(product, of), [1, 2]), traceEpsilon);
  const second = tf.mul(size, tf.sqrt(tf.sqrt(trace(product))));
  const third = tf.mul(size, tf.pow(trace(tf.matMul(product, product)), 1 / 6));
  return tf.reshape(tf.stack([size, second, third], 1), [-1, 3]);
}

/** Squared differences of the trace roots `[n, 3]`, summed over k, averaged over images. Differentiable. */
export function rootsLoss(student: tf.Tensor2D, teacher: tf.Tensor2D): tf.Scalar {
  return tf.div(tf.sum(tf.squaredDifference(student, teacher)), student.shape[0]);
}

/** `[n, h, w, ct]` → `[n, h, w, cs]`: each group's number farthest from zero, or its mean. `groups` `[ct]` are of 0..cs-1. */
export function groupedChannels(
  map: tf.Tensor4D,
  groups: Int32Array,
  cs: number,
  reduction: GroupReduction,
): tf.Tensor4D {
  const [n, height, width, ct] = map.shape;
  const members = Array.from({ length: cs }, (_, group) => [...groups.keys()].filter((j) => groups[j] === group));
  if (reduction === "mean") {
    const shares = new Float32Array(ct * cs);
    for (const [group, of] of members.entries()) for (const j of of) shares[j * cs + group] = 1 / of.length;
    const rows = tf.matMul(tf.reshape(map, [n * height * width, ct]), tf.tensor2d(shares, [ct, cs]));
    return tf.reshape(rows, [n, height, width, cs]);
  }
  // A group that is smaller than the largest names its first member again.
  const most = Math.max(...members.map((of) => of.length));
  const indices = members.flatMap((of) => Array.from({ length: most }, (_, place) => of[place] ?? of[0]!));
  const flat = tf.gather(tf.reshape(map, [n * height * width, ct]), tf.tensor1d(indices, "int32"), 1);
  const sets = tf.reshape(flat, [n * height * width, cs, most]);
  const [high, low] = [tf.max(sets, 2), tf.min(sets, 2)];
  return tf.reshape(tf.where(tf.greaterEqual(high, tf.neg(low)), high, low), [n, height, width, cs]);
}

/** `[n, h, w, c]` → `[n, *to, c]` between the four nearest numbers, by the middles of the pixels. Differentiable. */
export function bilinearMap(map: tf.Tensor4D, to: readonly [height: number, width: number]): tf.Tensor4D {
  // As products with two fixed matrices: tfjs has no gradient of its own op on wasm.
  const [n, height, width, channels] = map.shape;
  const rows = tf.matMul(weightsOf(height, to[0]), tf.reshape(tf.transpose(map, [1, 0, 2, 3]), [height, -1]));
  const columns = tf.transpose(tf.reshape(rows, [to[0], n, width, channels]), [2, 1, 0, 3]);
  const both = tf.matMul(weightsOf(width, to[1]), tf.reshape(columns, [width, -1]));
  return tf.transpose(tf.reshape<tf.Rank.R4>(both, [to[1], n, to[0], channels]), [1, 2, 0, 3]);
}

/** `[to, from]`: how much each old pixel gives to each new one. */
function weightsOf(from: number, to: number): tf.Tensor2D {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const middle = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.min(Math.floor(middle), from - 1);
    const high = Math.min(low + 1, from - 1);
    weights[i * from + low]! += 1 - (middle - low);
    weights[i * from + high]! += middle - low;
  }
  return tf.tensor2d(weights, [to, from]);
}
