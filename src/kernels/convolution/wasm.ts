/**
 * `tf.conv2d` and its gradients on wasm, under tfjs's own names. tfjs has no gradient in the filter, and a slow one in the
 * input (38 ms where a forward pass takes 3.4: 16 images of 32x32x16, 3x3, to 16 channels).
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

const convolution: Kernel<
  { x: tf.Tensor4D; filter: tf.Tensor4D },
  Attributes & { readonly dilations: [number, number] | number }
> = { name: tf.Conv2D };
const filterGradient: Kernel<{ x: tf.Tensor4D; dy: tf.Tensor4D }, Attributes & { filterShape: FourNumbers }> = {
  name: tf.Conv2DBackpropFilter,
};
const inputGradient: Kernel<{ dy: tf.Tensor4D; filter: tf.Tensor4D }, Attributes & { inputShape: FourNumbers }> = {
  name: tf.Conv2DBackpropInput,
};

export function registerWasmConvolution(heap: Heap): void {
  registerKernel(convolution, "wasm", ({ x, filter }, { dilations, ...attributes }) => {
    if ([dilations].flat().some((dilation) => dilation !== 1)) throw new RangeError(`conv2d: dilations ${dilations}`);
    return convolve(heap, geometryOf(x.shape, filter.shape, attributes), x, filter);
  });

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

function convolve(heap: Heap, geometry: Geometry, x: tf.TensorInfo, filter: tf.TensorInfo): tf.TensorInfo {
  const { inChannels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const y = heap.output(geometry.outShape);
  const padded = ((outHeight - 1) * strideHeight + filterHeight) * ((outWidth - 1) * strideWidth + filterWidth);
  heap.withScratch(4 * padded * inChannels, (scratch) =>
    heap.kernels.convForward(...argumentsOf(heap, geometry, x, y, filter), scratch),
  );
  return y;
}

/**
 * At stride 1 the gradient is a convolution of dy by the filter rotated by 180 degrees, its channel axes swapped.
 * Null where there is no such convolution.
 */
function asConvolution(heap: Heap, geometry: Geometry, dy: tf.Tensor4D, filter: tf.Tensor4D): tf.TensorInfo | null {
  const { filterHeight, filterWidth, inChannels, outChannels, padInfo, strideHeight, strideWidth } = geometry;
  const vertical: [number, number] = [filterHeight - 1 - padInfo.top, filterHeight - 1 - padInfo.bottom];
  const horizontal: [number, number] = [filterWidth - 1 - padInfo.left, filterWidth - 1 - padInfo.right];
  if (strideHeight !== 1 || strideWidth !== 1 || Math.min(...vertical, ...horizontal) < 0) return null;
  const pad: Pad = [[0, 0], vertical, horizontal, [0, 0]];
  const turned = turn(heap, geometry, filter, true);
  const turnedShape: FourNumbers = [filterHeight, filterWidth, outChannels, inChannels];
  const dx = convolve(heap, geometryOf(dy.shape, turnedShape, { strides: 1, pad, dataFormat: "NHWC" }), dy, turned);
  heap.backend.disposeData(turned.dataId);
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
  if (dataFormat !== "NHWC") throw new RangeError(`conv2d: the wasm kernels know NHWC, not ${dataFormat}`);
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
