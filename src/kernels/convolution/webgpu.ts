/** Convolutions and their gradients on WebGPU, of any size, stride and padding. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { backwardAxis, forwardAxis, sizesOf } from "./webgpu-axis.ts";
import { slabDispatch, slabsOf } from "./webgpu-filter-gradient.ts";
import type { Gather } from "./webgpu-gather.ts";
import { gatherDispatch, threadsOf } from "./webgpu-gather.ts";
import { slabSumsDispatch } from "./webgpu-slab-sums.ts";
import type { Convolution, ConvolutionCall, VariantTable } from "./variants.ts";
import { callOf, shapeOf } from "./variants.ts";
import type { Tile } from "./webgpu-tiles.ts";
import { forwardTiles, inputGradTiles, otherForwardTiles, otherInputGradTiles, slabTilesOf } from "./webgpu-tiles.ts";
import { channelBlock } from "./webgpu-vectors.ts";

export function convDispatches(call: CallOf<"conv">, { batch, variants }: DispatchContext): Dispatch[] {
  return [gatherDispatch(chosen(forwards(call, batch), call, batch, variants))];
}

export function convInputGradDispatches(
  call: CallOf<"convInputGrad">,
  { batch, variants }: DispatchContext,
): Dispatch[] {
  return [gatherDispatch(chosen(inputGrads(call, batch), call, batch, variants))];
}

export function convFilterGradDispatches(
  call: CallOf<"convFilterGrad">,
  { batch, scratch, variants }: DispatchContext,
): Dispatch[] {
  const tile = chosen(slabTilesOf(call, batch), call, batch, variants);
  const slabs = slabsOf(call, batch, tile);
  if (slabs === 1) return [slabDispatch(call, batch, tile, call.dkernel)];
  const partials = scratch(slabs * call.dkernel.length);
  return [slabDispatch(call, batch, tile, partials), slabSumsDispatch(partials, slabs, call.dkernel)];
}

/** How many variants a convolution has, one at least. */
export function variantCount(convolution: Convolution): number {
  const { batch } = convolution;
  const { call } = callOf(convolution);
  switch (call.op) {
    case "conv":
      return forwards(call, batch).length;
    case "convInputGrad":
      return inputGrads(call, batch).length;
    case "convFilterGrad":
      return slabTilesOf(call, batch).length;
    default:
      return call satisfies never;
  }
}

function chosen<Variant>(
  variants: readonly Variant[],
  { op, window }: ConvolutionCall,
  batch: number,
  table: VariantTable,
): Variant {
  const index = table[shapeOf({ op, batch, window })] ?? 0;
  const variant = variants[index];
  if (variant === undefined) throw new RangeError(`webgpu: ${op} has ${variants.length} variants, none is ${index}`);
  return variant;
}

function forwards(call: CallOf<"conv">, batch: number): readonly Gather[] {
  const { window } = call;
  return distinct(forwardTiles(window), otherForwardTiles(window), (tile) => forward(call, batch, tile));
}

function inputGrads(call: CallOf<"convInputGrad">, batch: number): readonly Gather[] {
  const { window } = call;
  return distinct(inputGradTiles(window), otherInputGradTiles(window), (tile) => inputGrad(call, batch, tile));
}

/** What the shape suggests, then the rest; tiles that come to the same are one. */
function distinct(tiles: readonly Tile[], others: readonly Tile[], gatherOf: (tile: Tile) => Gather): Gather[] {
  const suggested = tiles.map(gatherOf);
  const found = new Map<string, Gather>();
  for (const gather of [busy(suggested), ...suggested, ...others.map(gatherOf)]) {
    const name = `${gather.columns.block} ${gather.channelBlock}`;
    if (!found.has(name)) found.set(name, gather);
  }
  return [...found.values()];
}

function forward(call: CallOf<"conv">, batch: number, tile: Tile): Gather {
  const { window } = call;
  return {
    label: "conv",
    batch,
    rows: forwardAxis(sizesOf(window, 0), 1),
    columns: forwardAxis(sizesOf(window, 1), tile.columns),
    source: call.x,
    sourceChannels: window.input[2],
    target: call.y,
    targetChannels: window.output[2],
    channelBlock: channelBlock(window.output[2], tile.channels),
    kernel: call.kernel,
    kernelSize: window.kernel,
    kernelEndsIn: "target",
    bias: call.bias,
    residual: call.residual,
    relu: call.relu,
    adds: false,
  };
}

function inputGrad(call: CallOf<"convInputGrad">, batch: number, tile: Tile): Gather {
  const { window } = call;
  return {
    label: "convInputGrad",
    batch,
    rows: backwardAxis(sizesOf(window, 0), 1),
    columns: backwardAxis(sizesOf(window, 1), tile.columns),
    source: call.dy,
    sourceChannels: window.output[2],
    target: call.dx.place,
    targetChannels: window.input[2],
    channelBlock: channelBlock(window.input[2], tile.channels),
    kernel: call.kernel,
    kernelSize: window.kernel,
    kernelEndsIn: "source",
    bias: null,
    residual: null,
    relu: false,
    adds: call.dx.adds,
  };
}

/** Threads that keep a GPU busy which has much to do in each. */
const leastThreads = 4096;

/** The first of these that has work for enough threads, or the last. */
function busy(gathers: readonly Gather[]): Gather {
  return gathers.find((gather) => threadsOf(gather) >= leastThreads) ?? gathers.at(-1)!;
}
