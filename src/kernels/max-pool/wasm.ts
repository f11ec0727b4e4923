/** The gradient of max pooling on wasm: tfjs 4.22's own disagrees with PyTorch and with its other backends. */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";

interface Attributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
}
const maxPoolGradient: Kernel<{ readonly dy: tf.Tensor4D; readonly input: tf.Tensor4D }, Attributes> = {
  name: tf.MaxPoolGrad,
};

export function registerWasmMaxPoolGrad(heap: Heap): void {
  registerKernel(maxPoolGradient, "wasm", ({ dy, input: x }, { filterSize, strides, pad }) => {
    const window = tf.backend_util.computePool2DInfo(x.shape, filterSize, strides, 1, pad);
    const dx = heap.zeros(x.shape);
    heap.kernels.maxPoolGrad(
      heap.address(x),
      ...x.shape,
      heap.address(dy),
      window.outHeight,
      window.outWidth,
      heap.address(dx),
      window.filterHeight,
      window.filterWidth,
      window.strideHeight,
      window.strideWidth,
      window.padInfo.top,
      window.padInfo.left,
    );
    return dx;
  });
}
