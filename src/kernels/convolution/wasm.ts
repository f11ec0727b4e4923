/**
 * The gradients of `tf.conv2d` on wasm, under tfjs's own names: tfjs has none in the filter, and a slow one in the input
 * (38 ms where a forward pass takes 3.4: 16 images of 32x32x16, 3x3, to 16 channels).
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";

type FourNumbers = [number, number, number, number];
type Pad = "valid" | "same" | number | tf.backend_util.ExplicitPadding;

interface Attributes {
  readonly strides: [number, number] | number;
  readonly pad: Pad;
  readonly dataFormat: string;
}

const filterGradient: Kernel<{ x: tf.Tensor4D; dy: tf.Tensor4D }, Attributes & { filterShape: FourNumbers }> = {
  name: tf.Conv2DBackpropFilter,
};
const inputGradient: Kernel<{ dy: tf.Tensor4D; filter: tf.Tensor4D }, Attributes & { inputShape: FourNumbers }> = {
  name: tf.Conv2DBackpropInput,
};

export function registerWasmConvGradients(heap: Heap): void {
  registerKernel(filterGradient, "wasm", ({ x, dy }, { filterShape, ...attributes }) => {
    const dw = heap.zeros(filterShape);
    const geometry = geometryOf(x.shape, filterShape, attributes);
    heap.kernels.convFilterGradient(...argumentsOf(heap, geometry, x, dy, dw));
    return dw;
  });

  registerKernel(inputGradient, "wasm", ({ dy, filter }, { inputShape, ...attributes }) => {
    const geometry = geometryOf(inputShape, filter.shape, attributes);
    return asConvolution(heap, geometry, dy, filter) ?? strided(heap, geometry, dy, filter);
  });
}

/**
 * At stride 1 the gradient is a convolution of dy by the filter rotated by 180 degrees, its channel axes swapped.
 * Null where it is not one that tfjs's wasm has.
 */
function asConvolution(heap: Heap, geometry: Geometry, dy: tf.Tensor4D, filter: tf.Tensor4D): tf.TensorInfo | null {
  const { filterHeight, filterWidth, inChannels, outChannels, padInfo, strideHeight, strideWidth } = geometry;
  const vertical = [filterHeight - 1 - padInfo.top, filterHeight - 1 - padInfo.bottom] as const;
  const horizontal = [filterWidth - 1 - padInfo.left, filterWidth - 1 - padInfo.right] as const;
  if (strideHeight !== 1 || strideWidth !== 1 || Math.min(...vertical, ...horizontal) < 0) return null;
  const turned = turn(heap, geometry, filter, true);
  const dx = tf.getKernel(tf.Conv2D, "wasm").kernelFunc({
    inputs: { x: dy, filter: turned },
    backend: heap.backend,
    attrs: { strides: 1, dilations: 1, pad: [[0, 0], [...vertical], [...horizontal], [0, 0]], dataFormat: "NHWC" },
  });
  heap.backend.disposeData(turned.dataId);
  if (Array.isArray(dx))
    throw new TypeError(`Conv2D gave ${dx.length} tensors for ${outChannels} to ${inChannels} channels`);
  return dx;
}

function strided(heap: Heap, geometry: Geometry, dy: tf.Tensor4D, filter: tf.Tensor4D): tf.TensorInfo {
  const turned = turn(heap, geometry, filter, false);
  const dx = heap.zeros(geometry.inShape);
  heap.kernels.convInputGradient(...argumentsOf(heap, geometry, dx, dy, turned));
  heap.backend.disposeData(turned.dataId);
  return dx;
}

/** `[kh, kw, ci, co]` → `[kh, kw, co, ci]`, the taps in the opposite order too where `rotate` says so. */
function turn(heap: Heap, geometry: Geometry, filter: tf.Tensor4D, rotate: boolean): tf.TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = geometry;
  const turned = heap.output([filterHeight, filterWidth, outChannels, inChannels]);
  const taps = filterHeight * filterWidth;
  heap.kernels.turnFilter(heap.address(filter), heap.address(turned), taps, inChannels, outChannels, Number(rotate));
  return turned;
}

type Geometry = tf.backend_util.Conv2DInfo;

function geometryOf(
  inputShape: FourNumbers,
  filterShape: FourNumbers,
  { strides, pad, dataFormat }: Attributes,
): Geometry {
  if (dataFormat !== "NHWC") throw new RangeError(`conv2d: the wasm gradients know NHWC, not ${dataFormat}`);
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad);
}

/** As `convolution.as.ts` takes them. */
function argumentsOf(
  heap: Heap,
  geometry: Geometry,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
): number[] {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = geometry;
  return [
    heap.address(x),
    batchSize,
    inHeight,
    inWidth,
    inChannels,
    heap.address(dy),
    outHeight,
    outWidth,
    outChannels,
    heap.address(filter),
    geometry.filterHeight,
    geometry.filterWidth,
    geometry.strideHeight,
    geometry.strideWidth,
    padInfo.top,
    padInfo.left,
  ];
}
