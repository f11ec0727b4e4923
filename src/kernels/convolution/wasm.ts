/**
 * `tf.conv2d` and its gradients on wasm, under tfjs's own names. tfjs has no gradient in the filter, and a slow one in the
 * input (38 ms where a forward pass takes 3.4: 16 images of 32x32x16, 3x3, to 16 channels).
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerKernel } from "../registry.ts";
import type { Window } from "../routine/routine.ts";
import type { Heap } from "../wasm/heap.ts";
import type { Pass } from "./wasm-passes.ts";
import {
  convolving,
  convolvingScratch,
  filterGradient,
  filterGradientScratch,
  forwardPass,
  inputGradientPasses,
  leavesPlaces,
  packedSize,
  packing,
} from "./wasm-passes.ts";

type FourNumbers = [number, number, number, number];
type Pad = "valid" | "same" | number | tf.backend_util.ExplicitPadding;

interface Attributes {
  readonly strides: [number, number] | number;
  readonly pad: Pad;
  readonly dataFormat: string;
}

const convolution: Kernel<
  { x: tf.Tensor4D; filter: tf.Tensor4D },
  Attributes & { readonly dilations: [number, number] | number }
> = { name: tf.Conv2D };
const filterGradient2D: Kernel<{ x: tf.Tensor4D; dy: tf.Tensor4D }, Attributes & { filterShape: FourNumbers }> = {
  name: tf.Conv2DBackpropFilter,
};
const inputGradient2D: Kernel<{ dy: tf.Tensor4D; filter: tf.Tensor4D }, Attributes & { inputShape: FourNumbers }> = {
  name: tf.Conv2DBackpropInput,
};

export function registerWasmConvolution(heap: Heap): void {
  registerKernel(convolution, "wasm", ({ x, filter }, { dilations, ...attributes }) => {
    if ([dilations].flat().some((dilation) => dilation !== 1)) throw new RangeError(`conv2d: dilations ${dilations}`);
    const { window, outShape } = geometryOf(x.shape, filter.shape, attributes);
    const y = heap.output(outShape);
    runPass(heap, forwardPass(window), x, filter, y);
    return y;
  });

  registerKernel(filterGradient2D, "wasm", ({ x, dy }, { filterShape, ...attributes }) => {
    const { window } = geometryOf(x.shape, filterShape, attributes);
    const dw = heap.output(filterShape);
    const { kernel, args } = filterGradient(window, heap.address(x), heap.address(dy), heap.address(dw));
    heap.withScratch(filterGradientScratch(heap.kernels, window), (scratch) =>
      heap.kernels[kernel](...args, 0, x.shape[0], scratch),
    );
    return dw;
  });

  registerKernel(inputGradient2D, "wasm", ({ dy, filter }, { inputShape, ...attributes }) => {
    const { window } = geometryOf(inputShape, filter.shape, attributes);
    const passes = inputGradientPasses(window);
    const dx = leavesPlaces(passes, window) ? heap.zeros(inputShape) : heap.output(inputShape);
    for (const pass of passes) runPass(heap, pass, dy, filter, dx);
    return dx;
  });
}

/** One pass over a whole batch. */
function runPass(heap: Heap, pass: Pass, from: tf.Tensor4D, filter: tf.Tensor4D, to: tf.TensorInfo): void {
  const scratchSize = convolvingScratch(heap.kernels, pass);
  heap.withScratch(packedSize(pass) + scratchSize, (scratch) => {
    const packed = scratch + scratchSize;
    const pack = packing(pass, heap.address(filter), packed);
    heap.kernels[pack.kernel](...pack.args, scratch);
    const [x, y] = [heap.address(from), heap.address(to)];
    const { kernel, args } = convolving(pass, { x, packed, y, bias: 0, residual: 0, relu: false });
    heap.kernels[kernel](...args, 0, from.shape[0], scratch);
  });
}

function geometryOf(
  inputShape: FourNumbers,
  filterShape: FourNumbers,
  { strides, pad, dataFormat }: Attributes,
): { window: Window; outShape: FourNumbers } {
  if (dataFormat !== "NHWC") throw new RangeError(`conv2d: the wasm kernels know NHWC, not ${dataFormat}`);
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad);
  const window: Window = {
    input: [info.inHeight, info.inWidth, info.inChannels],
    output: [info.outHeight, info.outWidth, info.outChannels],
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pad: [info.padInfo.top, info.padInfo.left],
  };
  return { window, outShape: info.outShape };
}
