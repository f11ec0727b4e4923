/** FSP from stock ops. */
import * as tf from "@tensorflow/tfjs-core";
import { registerComposed } from "../registry.ts";
import type { FspGradInputs, FspInputs, FspLossInputs } from "./kernel.ts";
import { fspLossKernel, fspMatricesGradKernel, fspMatricesKernel } from "./kernel.ts";

export function registerComposedFsp(backendName: string): void {
  registerComposed(fspMatricesKernel, backendName, matrices);
  registerComposed(fspMatricesGradKernel, backendName, gradients);
  registerComposed(fspLossKernel, backendName, loss);
}

function matrices({ first, last }: FspInputs): [tf.Tensor3D] {
  return [tf.div(tf.matMul(rows(first), rows(last), true), first.shape[1] * first.shape[2])];
}

/** `dfirst = last dG^T / p` and `dlast = first dG / p`. */
function gradients({ dy, first, last }: FspGradInputs): [tf.Tensor4D, tf.Tensor4D] {
  const share = tf.div<tf.Tensor3D>(dy, first.shape[1] * first.shape[2]);
  return [
    tf.reshape(tf.matMul(rows(last), share, false, true), first.shape),
    tf.reshape(tf.matMul(rows(first), share), last.shape),
  ];
}

function loss({ student, teacher }: FspLossInputs): [tf.Scalar, tf.Tensor3D] {
  const n = student.shape[0];
  const difference = tf.sub(student, teacher);
  return [tf.div(tf.sum(tf.square(difference)), n), tf.mul(difference, 2 / n)];
}

/** `[n, h, w, c]` → `[n, h * w, c]`. */
function rows(map: tf.Tensor4D): tf.Tensor3D {
  const [n, height, width, channels] = map.shape;
  return tf.reshape(map, [n, height * width, channels]);
}
