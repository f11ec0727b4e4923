/** Convolutions of a size as what tables speak of: which of its variants a kernel takes for each. */
import type { Call, CallOf, Window } from "../routine/routine.ts";

export type ConvolutionOp = "conv" | "convInputGrad" | "convFilterGrad";
export type ConvolutionCall = CallOf<ConvolutionOp>;

export interface Convolution {
  readonly op: ConvolutionOp;
  readonly batch: number;
  readonly window: Window;
}

/** By `shapeOf` a convolution, the index of its variant; what is missing takes the first, which is chosen by shape. */
export type VariantTable = Readonly<Record<string, number>>;

/** To be raised with any change of what an index means, or of the code behind it: older tables then say nothing. */
export const kernelVersion = 1;

/** What a call adds behind its sums (bias, residual, ReLU) is left out: it decides little. */
export function shapeOf({ op, batch, window }: Convolution): string {
  const { input, output, kernel, strides, pad } = window;
  const sizes = [[batch], input, output, kernel, strides, pad].map((numbers) => numbers.join("x"));
  return [op, ...sizes].join(" ");
}

/** The distinct convolutions among calls, those with the most products first. */
export function convolutionsIn(calls: readonly Call[], batch: number): Convolution[] {
  const found = new Map<string, Convolution>();
  for (const call of calls) {
    if (call.op !== "conv" && call.op !== "convInputGrad" && call.op !== "convFilterGrad") continue;
    const { op, window } = call;
    found.set(shapeOf({ op, batch, window }), { op, batch, window });
  }
  return [...found.values()].toSorted((a, b) => productsOf(b) - productsOf(a));
}

export function productsOf({ batch, window: { input, output, kernel } }: Convolution): number {
  return batch * output[0] * output[1] * output[2] * kernel[0] * kernel[1] * input[2];
}

/** A call on buffers of its own, and their lengths. */
export function callOf({ op, batch, window }: Convolution): { call: ConvolutionCall; buffers: number[] } {
  const { input, output, kernel } = window;
  const lengths = [
    batch * input[0] * input[1] * input[2],
    kernel[0] * kernel[1] * input[2] * output[2],
    batch * output[0] * output[1] * output[2],
  ] as const;
  const place = (memory: 0 | 1 | 2) => ({ memory, offset: 0, length: lengths[memory] });
  const [x, filter, y] = [place(0), place(1), place(2)];
  const buffers = [...lengths];
  switch (op) {
    case "conv":
      return { call: { op, x, kernel: filter, y, window, bias: null, residual: null, relu: false }, buffers };
    case "convInputGrad":
      return { call: { op, dy: y, kernel: filter, dx: { place: x, adds: false }, window }, buffers };
    case "convFilterGrad":
      return { call: { op, x, dy: y, dkernel: filter, window }, buffers };
    default:
      return op satisfies never;
  }
}
