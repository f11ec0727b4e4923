/** Convolutions and their gradients on WebGPU, of any size, stride and padding. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { backwardAxis, forwardAxis, sizesOf } from "./webgpu-axis.ts";
import type { SlabTile } from "./webgpu-filter-gradient.ts";
import { slabDispatch, slabsOf, threadsPerSlab } from "./webgpu-filter-gradient.ts";
import type { Gather } from "./webgpu-gather.ts";
import { gatherDispatch } from "./webgpu-gather.ts";
import { slabSumsDispatch } from "./webgpu-slab-sums.ts";
import { channelBlock } from "./webgpu-vectors.ts";

/** What one thread computes at most: places in a row of the smaller map, and channels. */
export interface Tile {
  readonly columns: number;
  readonly channels: number;
}

export function convDispatches(call: CallOf<"conv">, { batch }: DispatchContext, tile?: Tile): Dispatch[] {
  const { window } = call;
  const gather = (of: Tile): Gather => ({
    label: "conv",
    batch,
    rows: forwardAxis(sizesOf(window, 0), 1),
    columns: forwardAxis(sizesOf(window, 1), of.columns),
    source: call.x,
    sourceChannels: window.input[2],
    target: call.y,
    targetChannels: window.output[2],
    channelBlock: channelBlock(window.output[2], of.channels),
    kernel: call.kernel,
    kernelSize: window.kernel,
    kernelEndsIn: "target",
    bias: call.bias,
    residual: call.residual,
    relu: call.relu,
    adds: false,
  });
  return [gatherDispatch(gather(tile ?? { columns: 8, channels: 8 }))];
}

export function convInputGradDispatches(
  call: CallOf<"convInputGrad">,
  { batch }: DispatchContext,
  tile?: Tile,
): Dispatch[] {
  const { window } = call;
  const gather = (of: Tile): Gather => ({
    label: "convInputGrad",
    batch,
    rows: backwardAxis(sizesOf(window, 0), 1),
    columns: backwardAxis(sizesOf(window, 1), of.columns),
    source: call.dy,
    sourceChannels: window.output[2],
    target: call.dx.place,
    targetChannels: window.input[2],
    channelBlock: channelBlock(window.input[2], of.channels),
    kernel: call.kernel,
    kernelSize: window.kernel,
    kernelEndsIn: "source",
    bias: null,
    residual: null,
    relu: false,
    adds: call.dx.adds,
  });
  const small = window.strides[0] * window.strides[1] > 1;
  return [gatherDispatch(gather(tile ?? { columns: small ? 4 : 8, channels: small ? 4 : 8 }))];
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

/** Threads that keep a large GPU busy; more would only write more partial sums. */
const slabThreads = 16_384;
/** What a thread should sum before it writes, so that partial sums stay a small part of the work. */
const leastPlaces = 128;
/** Numbers that a thread sums at once: what fits in the registers of small GPUs too. */
const slabSums = 48;

function slabTileOf(call: CallOf<"convFilterGrad">, batch: number): SlabTile {
  const { input, output, kernel } = call.window;
  const inputs = channelBlock(input[2], 4);
  const outputs = channelBlock(output[2], Math.min(16, slabSums / (kernel[1] * inputs)));
  const slabs = Math.ceil(slabThreads / threadsPerSlab(call, { inputs, outputs }));
  const rows = Math.max(Math.floor((batch * output[0]) / slabs), Math.ceil(leastPlaces / output[1]));
  return { inputs, outputs, rows: Math.min(rows, batch * output[0]) };
}
