/** Batch norm on wasm: `batch-norm.as.ts`. */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";
import { batchNormGradKernel, batchNormTrainingKernel } from "./kernel.ts";

interface InferenceInputs {
  readonly x: tf.Tensor;
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
  /** tfjs may leave these two out; the lab never does. */
  readonly scale?: tf.Tensor1D;
  readonly offset?: tf.Tensor1D;
}
/** tfjs's own, 10 times as slow there: `tf.batchNorm` with scale and offset. */
const fusedBatchNorm: Kernel<InferenceInputs, { readonly varianceEpsilon: number }> = { name: tf.FusedBatchNorm };

export function registerWasmBatchNorm(heap: Heap): void {
  registerKernel(batchNormTrainingKernel, "wasm", ({ x, gamma, beta, residual }, { epsilon, relu }) => {
    const channels = x.shape[3];
    const [y, mean, variance] = [heap.output(x.shape), heap.output([channels]), heap.output([channels])];
    heap.withScratch(16 * channels, (scratch) =>
      heap.kernels.batchNormTraining(
        ...[x, gamma, beta].map((tensor) => heap.address(tensor)),
        residual ? heap.address(residual) : 0,
        ...[y, mean, variance].map((tensor) => heap.address(tensor)),
        scratch,
        x.size / channels,
        channels,
        epsilon,
        Number(relu),
      ),
    );
    return [y, mean, variance];
  });

  registerKernel(batchNormGradKernel, "wasm", ({ dy, x, y, gamma, mean, variance }, { epsilon, relu, residual }) => {
    const channels = x.shape[3];
    const [dx, dgamma, dbeta] = [heap.output(x.shape), heap.output([channels]), heap.output([channels])];
    const dz = residual ? heap.output(x.shape) : null;
    heap.withScratch(28 * channels, (scratch) =>
      heap.kernels.batchNormGrad(
        ...[dy, x, y, gamma, mean, variance, dx, dgamma, dbeta].map((tensor) => heap.address(tensor)),
        dz ? heap.address(dz) : 0,
        scratch,
        x.size / channels,
        channels,
        epsilon,
        Number(relu),
      ),
    );
    return dz ? [dx, dgamma, dbeta, dz] : [dx, dgamma, dbeta];
  });

  registerKernel(fusedBatchNorm, "wasm", ({ x, mean, variance, scale, offset }, { varianceEpsilon }) => {
    const channels = x.shape.at(-1)!;
    const vectors = [mean, variance, scale, offset];
    if (vectors.some((vector) => vector?.size !== channels)) {
      throw new RangeError(`batchNorm: ${channels} channels, but vectors of ${vectors.map((vector) => vector?.size)}`);
    }
    const y = heap.output(x.shape);
    const [atX, atScale, atOffset] = [x, scale!, offset!].map((tensor) => heap.address(tensor));
    const [atY, atMean, atVariance] = [y, mean, variance].map((tensor) => heap.address(tensor));
    const rows = x.size / channels;
    heap.kernels.batchNormApply(
      atX!,
      atScale!,
      atOffset!,
      0,
      atY!,
      atMean!,
      atVariance!,
      rows,
      channels,
      varianceEpsilon,
      0,
    );
    return y;
  });
}
