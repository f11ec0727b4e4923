/** The kernels of FSP matrices and of the distance between them, and their gradients. */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerGradient, runKernel } from "../registry.ts";

/** `[n, h, w, ca]` and `[n, h, w, cb]`. */
export interface FspInputs {
  readonly first: tf.Tensor4D;
  readonly last: tf.Tensor4D;
}
/** Gives the matrices `[n, ca, cb]`. */
export const fspMatricesKernel: Kernel<FspInputs, object, [matrices: tf.Tensor3D]> = { name: "FspMatrices" };

export interface FspGradInputs extends FspInputs {
  /** `[n, ca, cb]`. */
  readonly dy: tf.Tensor3D;
}
/** Gives the gradients of first and of last. */
export const fspMatricesGradKernel: Kernel<FspGradInputs, object, [dfirst: tf.Tensor4D, dlast: tf.Tensor4D]> = {
  name: "FspMatricesGrad",
};

/** Both `[n, ca, cb]`. */
export interface FspLossInputs {
  readonly student: tf.Tensor3D;
  readonly teacher: tf.Tensor3D;
}
/** Gives the loss `[]` and its gradient in the student's matrices `[n, ca, cb]`. */
export const fspLossKernel: Kernel<FspLossInputs, object, [loss: tf.Scalar, slope: tf.Tensor3D]> = { name: "FspLoss" };

export function registerFspGradients(): void {
  registerGradient(fspMatricesKernel, {
    inputs: ["first", "last"],
    outputs: [false],
    gradient: ([dy], [first, last]: readonly [tf.Tensor4D, tf.Tensor4D]) => {
      const [dfirst, dlast] = runKernel(fspMatricesGradKernel, { dy, first, last }, {});
      return { first: dfirst, last: dlast };
    },
  });
  registerGradient(fspLossKernel, {
    inputs: [],
    outputs: [false, true],
    gradient: ([dy], [slope]: readonly [tf.Tensor3D]) => {
      const student = tf.mul(slope, dy);
      return { student, teacher: tf.neg(student) };
    },
  });
}
