/** How convolutions and their gradients are put to the wasm kernels: which kernel, with which arguments, in how much memory. */
import type { MapSize, Window } from "../routine/routine.ts";

/** What tells how much scratch a kernel takes, in bytes; the kernels' binaries export it. */
export interface ConvolutionScratch {
  directConvScratch(
    ci: number,
    oh: number,
    ow: number,
    co: number,
    kh: number,
    kw: number,
    sy: number,
    sx: number,
  ): number;
  directFilterGradientScratch(
    ci: number,
    oh: number,
    ow: number,
    kh: number,
    kw: number,
    sy: number,
    sx: number,
  ): number;
  winogradConvScratch(ci: number, co: number, strip: number): number;
  winogradFilterGradientScratch(ci: number, co: number, strip: number): number;
}

/** A convolution of one map into another, or into every so manyth place of it. */
export interface Pass {
  readonly input: MapSize;
  readonly output: MapSize;
  readonly strides: Window["strides"];
  readonly pad: Window["pad"];
  readonly filter: FilterView;
  readonly target: Target;
}

/** How a pass reads the call's filter `[kh, kw, ci, co]`; steps and offset in bytes. */
interface FilterView {
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
  readonly rowStep: number;
  readonly columnStep: number;
  readonly inputStep: number;
  readonly outputStep: number;
}

/** Where a pass's results lie in the map that it writes to; bytes. */
interface Target {
  readonly offset: number;
  readonly image: number;
  readonly row: number;
  readonly pixel: number;
}

/** Tiles of 4x4 that Winograd's kernels take at once: few enough for the second-level cache, enough to fill their loops. */
const strip = 16;

export function forwardPass({ input, output, kernel, strides, pad }: Window): Pass {
  const [rows, columns] = kernel;
  const outputStep = 4;
  const inputStep = outputStep * output[2];
  const columnStep = inputStep * input[2];
  const filter = { rows, columns, offset: 0, rowStep: columnStep * columns, columnStep, inputStep, outputStep };
  return { input, output, strides, pad, filter, target: wholeMap(output) };
}

/**
 * The gradient in the input: for each place of the input modulo the strides one convolution of dy by those of the filter's
 * taps that reach it, turned by 180 degrees, its channel axes swapped. Places that no tap reaches have no pass.
 */
export function inputGradientPasses(window: Window): Pass[] {
  const { input, strides } = window;
  const whole = wholeMap(input);
  const passes: Pass[] = [];
  for (const y of stridePhases(window, 0)) {
    for (const x of stridePhases(window, 1)) {
      const forward = forwardPass(window).filter;
      passes.push({
        input: window.output,
        output: [y.places, x.places, input[2]],
        strides: [1, 1],
        pad: [y.pad, x.pad],
        filter: {
          rows: y.taps,
          columns: x.taps,
          offset: y.lastTap * forward.rowStep + x.lastTap * forward.columnStep,
          rowStep: -strides[0] * forward.rowStep,
          columnStep: -strides[1] * forward.columnStep,
          inputStep: forward.outputStep,
          outputStep: forward.inputStep,
        },
        target: {
          offset: y.from * whole.row + x.from * whole.pixel,
          image: whole.image,
          row: strides[0] * whole.row,
          pixel: strides[1] * whole.pixel,
        },
      });
    }
  }
  return passes;
}

/** Whether the passes leave places of dx alone, which then have a gradient of zero. */
export function leavesPlaces(passes: readonly Pass[], { input, strides }: Window): boolean {
  return passes.length < Math.min(strides[0], input[0]) * Math.min(strides[1], input[1]);
}

/** Along one axis: the places `from`, `from + stride`, ..., and the taps that reach them. */
function stridePhases({ input, kernel, strides, pad }: Window, axis: 0 | 1) {
  const [size, taps, stride, before] = [input[axis], kernel[axis], strides[axis], pad[axis]];
  return Array.from({ length: Math.min(stride, size) }, (_, from) => {
    // Output o and tap t reach the input at `o * stride + t - before`.
    const first = (from + before) % stride;
    const count = Math.max(0, Math.ceil((taps - first) / stride));
    return {
      from,
      places: Math.ceil((size - from) / stride),
      taps: count,
      lastTap: first + (count - 1) * stride,
      pad: count - 1 - (from + before - first) / stride,
    };
  }).filter(({ taps }) => taps > 0);
}

function wholeMap([height, width, channels]: MapSize): Target {
  const pixel = 4 * channels;
  return { offset: 0, image: height * width * pixel, row: width * pixel, pixel };
}

/** Whether Winograd's algorithm can be had, and saves a quarter of the products or more: its tiles may hang over the edge. */
function suits([height, width, co]: MapSize, ci: number, taps: readonly number[], strides: readonly number[]): boolean {
  const products = 36 * Math.ceil(height / 4) * Math.ceil(width / 4);
  return (
    taps.every((count) => count === 3) &&
    strides.every((stride) => stride === 1) &&
    ci % 4 === 0 &&
    co % 4 === 0 &&
    products <= 0.75 * 9 * height * width
  );
}

function isWinograd({ input, output, strides, filter, target }: Pass): boolean {
  return suits(output, input[2], [filter.rows, filter.columns], strides) && target.pixel === 4 * output[2];
}

/** Bytes of a filter made ready for its pass. */
export function packedSize(pass: Pass): number {
  const [inputs, outputs] = [pass.input[2], pass.output[2]];
  if (isWinograd(pass)) return 36 * (4 * inputs * outputs + 64);
  return 4 * pass.filter.rows * pass.filter.columns * inputs * 4 * Math.ceil(outputs / 4);
}

/** Makes the filter at `kernel` ready for a pass. */
export function packing(pass: Pass, kernel: number, packed: number) {
  const { rows, columns, offset, rowStep, columnStep, inputStep, outputStep } = pass.filter;
  const from = [kernel + offset, rowStep, columnStep, inputStep, outputStep];
  const sizes = [pass.input[2], pass.output[2], packed];
  return isWinograd(pass)
    ? ({ kernel: "winogradFilter", args: [...from, ...sizes] } as const)
    : ({ kernel: "packFilter", args: [...from, rows, columns, ...sizes] } as const);
}

/** Addresses; bias and residual are 0 where there are none. */
export interface Operands {
  readonly x: number;
  readonly packed: number;
  readonly y: number;
  readonly bias: number;
  readonly residual: number;
  readonly relu: boolean;
}

export function convolving(pass: Pass, { x, packed, y, bias, residual, relu }: Operands) {
  const { input, output, strides, pad, filter, target } = pass;
  if (isWinograd(pass)) {
    const args = [x, ...input, packed, y, ...output, ...pad, bias, residual, Number(relu), strip];
    return { kernel: "winogradConv", args } as const;
  }
  const { offset, image, row, pixel } = target;
  const window = [packed, filter.rows, filter.columns, ...strides, ...pad];
  const targets = [y + offset, image, row, pixel, ...output];
  const added = [bias, residual && residual + offset, Number(relu)];
  return { kernel: "directConv", args: [x, ...input, ...window, ...targets, ...added] } as const;
}

export function convolvingScratch(sizes: ConvolutionScratch, pass: Pass): number {
  const { input, output, strides, filter } = pass;
  return isWinograd(pass)
    ? sizes.winogradConvScratch(input[2], output[2], strip)
    : sizes.directConvScratch(input[2], ...output, filter.rows, filter.columns, ...strides);
}

/** Fills `dkernel` with the gradient in the filter. */
export function filterGradient(
  { input, output, kernel, strides, pad }: Window,
  x: number,
  dy: number,
  dkernel: number,
) {
  const maps = [x, ...input, dy, ...output, dkernel];
  return suits(output, input[2], kernel, strides)
    ? ({ kernel: "winogradFilterGradient", args: [...maps, ...pad, strip] } as const)
    : ({ kernel: "directFilterGradient", args: [...maps, ...kernel, ...strides, ...pad] } as const);
}

export function filterGradientScratch(sizes: ConvolutionScratch, { input, output, kernel, strides }: Window): number {
  return suits(output, input[2], kernel, strides)
    ? sizes.winogradFilterGradientScratch(input[2], output[2], strip)
    : sizes.directFilterGradientScratch(input[2], output[0], output[1], ...kernel, ...strides);
}
