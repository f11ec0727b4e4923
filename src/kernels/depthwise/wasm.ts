/**
 * `tf.depthwiseConv2d` and its gradients on wasm, under tfjs's own names. tfjs has no gradients there; its forward pass packs
 * the filter for each tensor that it meets, and in training each step brings a new one.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Kernel } from "../registry.ts";
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";

type FourNumbers = [number, number, number, number];

interface Attributes {
  readonly strides: [number, number] | number;
  readonly dilations: [number, number] | number;
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
}

const convolution: Kernel<{ x: tf.Tensor4D; filter: tf.Tensor4D }, Attributes> = { name: tf.DepthwiseConv2dNative };
const inputGradient: Kernel<{ dy: tf.Tensor4D; filter: tf.Tensor4D }, Attributes & { inputShape: FourNumbers }> = {
  name: tf.DepthwiseConv2dNativeBackpropInput,
};
const filterGradient: Kernel<{ x: tf.Tensor4D; dy: tf.Tensor4D }, Attributes & { filterShape: FourNumbers }> = {
  name: tf.DepthwiseConv2dNativeBackpropFilter,
};

export function registerWasmDepthwise(heap: Heap): void {
  registerKernel(convolution, "wasm", ({ x, filter }, attributes) => {
    const { outShape, tail } = geometryOf(x.shape, filter.shape, attributes);
    const y = heap.output(outShape);
    heap.kernels.depthwiseConv(heap.address(x), ...x.shape, ...filterAt(heap, filter), heap.address(y), ...tail);
    return y;
  });

  registerKernel(inputGradient, "wasm", ({ dy, filter }, { inputShape, ...attributes }) => {
    const { tail } = geometryOf(inputShape, filter.shape, attributes);
    const dx = heap.output(inputShape);
    heap.kernels.depthwiseInputGrad(
      heap.address(dy),
      ...inputShape,
      ...filterAt(heap, filter),
      heap.address(dx),
      ...tail,
    );
    return dx;
  });

  registerKernel(filterGradient, "wasm", ({ x, dy }, { filterShape, ...attributes }) => {
    const { tail } = geometryOf(x.shape, filterShape, attributes);
    const dfilter = heap.output(filterShape);
    heap.withScratch(4 * tf.util.sizeFromShape(filterShape), (scratch) =>
      heap.kernels.depthwiseFilterGrad(
        heap.address(x),
        ...x.shape,
        ...filterAt(heap, dfilter),
        heap.address(dy),
        ...tail,
        scratch,
      ),
    );
    return dfilter;
  });
}

/** Address, height, width and multiplier; the channels are the map's. */
function filterAt(heap: Heap, filter: tf.TensorInfo): number[] {
  const [height, width, , multiplier] = filter.shape;
  return [heap.address(filter), height!, width!, multiplier!];
}

/** The output's shape, and the kernels' parameters behind its address. */
function geometryOf(
  inputShape: FourNumbers,
  filterShape: FourNumbers,
  { strides, pad, dilations }: Attributes,
): { outShape: FourNumbers; tail: number[] } {
  if ([dilations].flat().some((dilation) => dilation !== 1)) throw new RangeError(`depthwise: dilations ${dilations}`);
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, undefined, true);
  const { outShape, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
  return { outShape, tail: [outHeight, outWidth, strideHeight, strideWidth, padInfo.top, padInfo.left] };
}
