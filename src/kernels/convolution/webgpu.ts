/** Convolutions and their gradients on WebGPU, of any size, stride and padding. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { backwardAxis, forwardAxis, sizesOf } from "./webgpu-axis.ts";
import { slabDispatch, slabsOf } from "./webgpu-filter-gradient.ts";
import type { Gather } from "./webgpu-gather.ts";
import { gatherDispatch, threadsOf } from "./webgpu-gather.ts";
import { slabSumsDispatch } from "./webgpu-slab-sums.ts";
import type { Tile } from "./webgpu-tiles.ts";
import { forwardTiles, inputGradTiles, slabTileOf } from "./webgpu-tiles.ts";
import { channelBlock } from "./webgpu-vectors.ts";

export function convDispatches(
  call: CallOf<"conv">,
  { batch }: DispatchContext,
  tiles = forwardTiles(call.window),
): Dispatch[] {
  return [gatherDispatch(busy(tiles.map((tile) => forward(call, batch, tile))))];
}

export function convInputGradDispatches(
  call: CallOf<"convInputGrad">,
  { batch }: DispatchContext,
  tiles = inputGradTiles(call.window),
): Dispatch[] {
  return [gatherDispatch(busy(tiles.map((tile) => inputGrad(call, batch, tile))))];
}

export function convFilterGradDispatches(
  call: CallOf<"convFilterGrad">,
  { batch, scratch }: DispatchContext,
  tile = slabTileOf(call, batch),
): Dispatch[] {
  const slabs = slabsOf(call, batch, tile);
  if (slabs === 1) return [slabDispatch(call, batch, tile, call.dkernel)];
  const partials = scratch(slabs * call.dkernel.length);
  return [slabDispatch(call, batch, tile, partials), slabSumsDispatch(partials, slabs, call.dkernel)];
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
