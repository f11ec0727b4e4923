import { expect, test } from "vitest";
import type { CallsTest } from "../../testing/machines.ts";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inArena, inBuffers } from "../../testing/places.ts";
import { openWasmMachine } from "../../testing/wasm-machine.ts";
import type { Window } from "../routine/routine.ts";
import { forwardPass, packing } from "./wasm-passes.ts";

interface Case {
  readonly batch: number;
  readonly size: readonly [number, number];
  readonly ci: number;
  readonly co: number;
  readonly taps: number;
  readonly stride: number;
  /** Top, left, bottom, right; what keeps the size where it is left out. */
  readonly pad?: readonly [number, number, number, number];
}

/** By Winograd's algorithm: whole tiles, tiles over the edge, one tile, more tiles than go at once; few and many channels. */
const tiled: readonly Case[] = [
  { batch: 1, size: [8, 8], ci: 16, co: 16, taps: 3, stride: 1 },
  { batch: 7, size: [7, 7], ci: 16, co: 24, taps: 3, stride: 1 },
  { batch: 2, size: [33, 17], ci: 4, co: 8, taps: 3, stride: 1 },
  { batch: 3, size: [4, 4], ci: 64, co: 64, taps: 3, stride: 1 },
  { batch: 64, size: [6, 7], ci: 8, co: 4, taps: 3, stride: 1 },
  { batch: 2, size: [12, 12], ci: 8, co: 12, taps: 3, stride: 1, pad: [0, 0, 0, 0] },
  { batch: 2, size: [11, 10], ci: 4, co: 4, taps: 3, stride: 1, pad: [2, 0, 1, 3] },
];

/** By the definition: channels that are no vectors, strides, other filters, maps too small for tiles. */
const direct: readonly Case[] = [
  { batch: 1, size: [8, 8], ci: 3, co: 16, taps: 3, stride: 1 },
  { batch: 7, size: [9, 7], ci: 10, co: 10, taps: 3, stride: 1 },
  { batch: 2, size: [33, 33], ci: 1, co: 3, taps: 3, stride: 1 },
  { batch: 3, size: [2, 1], ci: 16, co: 16, taps: 3, stride: 1 },
  { batch: 64, size: [4, 4], ci: 16, co: 24, taps: 1, stride: 1 },
  { batch: 7, size: [8, 8], ci: 16, co: 10, taps: 3, stride: 2 },
  { batch: 2, size: [9, 7], ci: 16, co: 64, taps: 3, stride: 2 },
  { batch: 2, size: [8, 9], ci: 10, co: 24, taps: 3, stride: 2, pad: [0, 0, 1, 1] },
  { batch: 3, size: [9, 8], ci: 16, co: 24, taps: 1, stride: 2 },
  { batch: 2, size: [7, 10], ci: 4, co: 3, taps: 1, stride: 3 },
  { batch: 1, size: [5, 4], ci: 24, co: 10, taps: 3, stride: 1 },
  { batch: 2, size: [9, 9], ci: 8, co: 8, taps: 2, stride: 1, pad: [2, 2, 2, 2] },
  { batch: 2, size: [10, 11], ci: 5, co: 6, taps: 5, stride: 3 },
];

function windowOf({ size, ci, co, taps, stride, pad }: Case): Window {
  const same = Math.floor(taps / 2);
  const [top, left, bottom, right] = pad ?? [same, same, same, same];
  const side = (length: number, padding: number) => Math.floor((length + padding - taps) / stride) + 1;
  return {
    input: [...size, ci],
    output: [side(size[0], top + bottom), side(size[1], left + right), co],
    kernel: [taps, taps],
    strides: [stride, stride],
    pad: [top, left],
  };
}

/** All that a convolution may touch. */
function memoryOf({ batch, ci, co, taps }: Case, { input, output }: Window) {
  const [inputs, outputs] = [input, output].map(([height, width, channels]) => batch * height * width * channels);
  const maps = { x: noise(inputs!, 1), y: noise(outputs!, 2), residual: noise(outputs!, 3), dx: noise(inputs!, 4) };
  const buffers = inBuffers({ ...maps, bias: noise(co, 5) });
  const filter = taps * taps * ci * co;
  const weights = inArena("weights", { before: noise(7), kernel: noise(filter, 6) });
  const gradients = inArena("gradients", { before: noise(7), kernel: noise(filter, 7) });
  const arenas = { weights: weights.values, gradients: gradients.values };
  const places = { ...buffers.places, ...weights.places };
  return { places, dkernel: gradients.places.kernel, buffers: buffers.buffers, arenas };
}

/** Winograd's transforms lose a little: see `winograd-transforms.as.ts`. */
const tolerance = 5e-6;

const title = "of $batch images of $size, $ci to $co channels, $taps taps at stride $stride, pad $pad";

test.each([...tiled, ...direct])(`convolution ${title}`, async (given) => {
  const window = windowOf(given);
  const { places, buffers, arenas } = memoryOf(given, window);
  const { x, kernel, y, bias, residual } = places;
  const call = { op: "conv", x, kernel, y, window } as const;
  const expectEqual = (options: { bias: typeof bias | null; residual: typeof residual | null; relu: boolean }) =>
    expectDefinition(
      openWasmMachine,
      { batch: given.batch, calls: [{ ...call, ...options }], buffers, arenas },
      tolerance,
    );
  await expectEqual({ bias: null, residual: null, relu: false });
  await expectEqual({ bias, residual: null, relu: true });
  await expectEqual({ bias, residual, relu: true });
  await expectEqual({ bias: null, residual, relu: false });
});

test.each([...tiled, ...direct])(`the gradient in the input ${title}`, async (given) => {
  const window = windowOf(given);
  const { places, buffers, arenas } = memoryOf(given, window);
  const call = { op: "convInputGrad", dy: places.y, kernel: places.kernel, window } as const;
  for (const adds of [false, true]) {
    const calls = [{ ...call, dx: { place: places.dx, adds } }];
    await expectDefinition(openWasmMachine, { batch: given.batch, calls, buffers, arenas }, tolerance);
  }
});

test.each([...tiled, ...direct])(`the gradient in the filter ${title}`, async (given) => {
  const window = windowOf(given);
  const { places, buffers, dkernel, arenas } = memoryOf(given, window);
  const calls = [{ op: "convFilterGrad", x: places.x, dy: places.y, dkernel, window }] as const;
  await expectDefinition(openWasmMachine, { batch: given.batch, calls, buffers, arenas }, tolerance);
});

test("the cases above are convolved as they say", () => {
  const kernelOf = (given: Case) => packing(forwardPass(windowOf(given)), 0, 0).kernel;
  expect(new Set(tiled.map(kernelOf))).toEqual(new Set(["winogradFilter"]));
  expect(new Set(direct.map(kernelOf))).toEqual(new Set(["packFilter"]));
});

test("gradients of several filters wait for each other's memory", async () => {
  const given = tiled[4]!;
  const window = windowOf(given);
  const { places, buffers, dkernel, arenas } = memoryOf(given, window);
  const { x, y, dx, kernel } = places;
  const test: CallsTest = {
    batch: given.batch,
    calls: [
      { op: "convFilterGrad", x, dy: y, dkernel, window },
      { op: "convInputGrad", dy: y, kernel, dx: { place: dx, adds: true }, window },
      // What the first one left is used, then overwritten.
      { op: "momentum", ranges: [{ offset: dkernel.offset, length: dkernel.length }] },
      { op: "conv", x: dx, kernel, y, window, bias: null, residual: null, relu: true },
      { op: "convFilterGrad", x: dx, dy: y, dkernel, window },
      { op: "convFilterGrad", x, dy: y, dkernel, window },
    ],
    buffers,
    arenas: { ...arenas, velocities: noise(arenas.weights.length, 8) },
    inputs: { rate: 0.01, momentum: 0.9, decay: 0.1 },
  };
  await expectDefinition(openWasmMachine, test, 2 * tolerance);
});

test("filters that are too large to lie ready together take turns, with the same results", async () => {
  // Each is 5.4 MB when it is ready: of these five, two share what the first three have not for themselves.
  const given: Case = { batch: 2, size: [4, 4], ci: 192, co: 192, taps: 3, stride: 1 };
  const window = windowOf(given);
  const { places, buffers, arenas } = memoryOf(given, window);
  const { x, kernel, y, dx } = places;
  const forward = { op: "conv", x, kernel, y, window, bias: null, residual: null, relu: false } as const;
  const backward = { op: "convInputGrad", dy: y, kernel, window } as const;
  const calls = [
    forward,
    { ...backward, dx: { place: dx, adds: false } },
    { ...forward, x: dx, residual: y },
    { ...backward, dx: { place: dx, adds: true } },
    { ...forward, residual: y },
  ] as const;
  await expectDefinition(openWasmMachine, { batch: given.batch, calls, buffers, arenas }, 4 * tolerance);
});
