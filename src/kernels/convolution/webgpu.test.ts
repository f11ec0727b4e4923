import { expect, test } from "vitest";
import type { CallsTest } from "../../testing/machines.ts";
import { expectDefinition, outcomeOf } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inBuffers } from "../../testing/places.ts";
import { describeWebgpu, openWebgpuMachine, openWebgpuMachineWith } from "../../testing/webgpu-machine.ts";
import type { Window } from "../routine/routine.ts";
import { shapeOf } from "./variants.ts";
import { variantCount } from "./webgpu.ts";

interface Case {
  readonly batch: number;
  readonly size: readonly [height: number, width: number];
  readonly ci: number;
  readonly co: number;
  readonly taps: readonly [vertical: number, horizontal: number];
  readonly strides: readonly [vertical: number, horizontal: number];
  /** Top, left, bottom, right. */
  readonly pad: readonly [number, number, number, number];
}

const three = { taps: [3, 3], strides: [1, 1], pad: [1, 1, 1, 1] } as const;
const halved = { ...three, strides: [2, 2] } as const;
const one = { taps: [1, 1], strides: [1, 1], pad: [0, 0, 0, 0] } as const;

/**
 * One block and several a row, blocks over the edge; channels in fours, twos and ones; one slab and several. The last four
 * are large enough for large tiles, forward or backward (`webgpu-tiles.ts`).
 */
const cases: readonly Case[] = [
  { ...three, batch: 7, size: [8, 8], ci: 16, co: 16 },
  { ...three, batch: 1, size: [4, 4], ci: 64, co: 24 },
  { ...three, batch: 1, size: [33, 33], ci: 3, co: 16 },
  { ...three, batch: 64, size: [5, 4], ci: 10, co: 10 },
  { ...three, batch: 2, size: [7, 13], ci: 24, co: 3 },
  { ...three, batch: 2, size: [28, 28], ci: 1, co: 8 },
  { ...three, batch: 2, size: [9, 10], ci: 4, co: 8, pad: [2, 0, 1, 3] },
  { ...halved, batch: 7, size: [8, 8], ci: 16, co: 24 },
  { ...halved, batch: 1, size: [33, 32], ci: 3, co: 16 },
  { ...halved, batch: 2, size: [8, 9], ci: 10, co: 4, pad: [0, 0, 1, 1] },
  { ...one, batch: 64, size: [4, 4], ci: 24, co: 10 },
  { ...one, batch: 7, size: [9, 8], ci: 16, co: 64, strides: [2, 2] },
  { batch: 2, size: [10, 11], ci: 5, co: 6, taps: [5, 2], strides: [3, 1], pad: [2, 1, 2, 0] },
  { batch: 2, size: [7, 10], ci: 4, co: 3, taps: [1, 2], strides: [2, 3], pad: [0, 0, 0, 0] },
  { ...three, batch: 8, size: [16, 16], ci: 4, co: 64 },
  { ...three, batch: 8, size: [16, 16], ci: 64, co: 4 },
  { ...halved, batch: 32, size: [16, 16], ci: 4, co: 64 },
  { ...halved, batch: 16, size: [16, 15], ci: 64, co: 4 },
];

function windowOf({ size, ci, co, taps, strides, pad }: Case): Window {
  const [top, left, bottom, right] = pad;
  const side = (axis: 0 | 1, padding: number) => Math.floor((size[axis] + padding - taps[axis]) / strides[axis]) + 1;
  return {
    input: [...size, ci],
    output: [side(0, top + bottom), side(1, left + right), co],
    kernel: taps,
    strides,
    pad: [top, left],
  };
}

function buffersOf({ batch, ci, co }: Case, { input, output, kernel }: Window) {
  const [inputs, outputs] = [input, output].map(([height, width, channels]) => batch * height * width * channels);
  const filter = kernel[0] * kernel[1] * ci * co;
  return inBuffers({
    x: noise(inputs!, 1),
    kernel: noise(filter, 2),
    y: noise(outputs!, 3),
    bias: noise(co, 4),
    residual: noise(outputs!, 5),
    dy: noise(outputs!, 6),
    dx: noise(inputs!, 7),
    dkernel: noise(filter, 8),
  });
}

/** All three calls, and what a convolution can end with. */
function everyCall(given: Case, adds: boolean): CallsTest {
  const window = windowOf(given);
  const { places, buffers } = buffersOf(given, window);
  const { x, kernel, y, bias, residual, dy, dx, dkernel } = places;
  return {
    batch: given.batch,
    buffers,
    calls: [
      { op: "conv", x, kernel, y, window, bias, residual, relu: true },
      { op: "convInputGrad", dy, kernel, dx: { place: dx, adds }, window },
      { op: "convFilterGrad", x, dy, dkernel, window },
    ],
  };
}

/** Sums of a few thousand products in float32. */
const tolerance = 2e-6;

await describeWebgpu("convolutions on webgpu", () => {
  test.each(cases)(
    "equal the definition: $batch images of $size, $ci to $co channels, taps $taps, strides $strides, pad $pad",
    async (given) => {
      await expectDefinition(openWebgpuMachine, everyCall(given, false), tolerance);
    },
  );

  test.each([cases[0]!, cases[9]!, cases[11]!])("add to a gradient: strides $strides, taps $taps", async (given) => {
    await expectDefinition(openWebgpuMachine, everyCall(given, true), tolerance);
  });

  test.each([
    { bias: false, residual: false, relu: false },
    { bias: true, residual: false, relu: true },
    { bias: false, residual: true, relu: false },
  ])("end with bias $bias, residual $residual, relu $relu", async ({ bias, residual, relu }) => {
    const given = cases[0]!;
    const window = windowOf(given);
    const { places, buffers } = buffersOf(given, window);
    const { x, kernel, y } = places;
    const ends = { bias: bias ? places.bias : null, residual: residual ? places.residual : null, relu };
    const calls = [{ op: "conv", x, kernel, y, window, ...ends }] as const;
    await expectDefinition(openWebgpuMachine, { batch: given.batch, buffers, calls }, tolerance);
  });

  /** Sizes at which blocks are cut off and channels are no whole vectors; and one at which all variants differ. */
  const variedCases = [cases[0]!, cases[3]!, cases[8]!, cases[9]!, cases[12]!, cases[17]!];

  test.each(variedCases)(
    "equal the definition in every variant: $batch images of $size, $ci to $co channels, taps $taps, strides $strides",
    async (given) => {
      const window = windowOf(given);
      const { batch } = given;
      const shapes = (["conv", "convInputGrad", "convFilterGrad"] as const).map((op) => ({ op, batch, window }));
      const counts = shapes.map(variantCount);
      for (let variant = 1; variant < Math.max(...counts); variant++) {
        const table = Object.fromEntries(
          shapes.map((shape, index) => [shapeOf(shape), Math.min(variant, counts[index]! - 1)]),
        );
        await expectDefinition(openWebgpuMachineWith(table), everyCall(given, variant % 2 === 0), tolerance);
      }
    },
  );

  test("refuse a variant that there is none of", async () => {
    const window = windowOf(cases[0]!);
    const table = { [shapeOf({ op: "conv", batch: 7, window })]: 99 };
    await expect(outcomeOf(openWebgpuMachineWith(table), everyCall(cases[0]!, false))).rejects.toThrow("none is 99");
  });

  test("give the same bits twice", async () => {
    const test = everyCall({ ...three, batch: 7, size: [14, 14], ci: 16, co: 16 }, true);
    expect(await outcomeOf(openWebgpuMachine, test)).toEqual(await outcomeOf(openWebgpuMachine, test));
  });

  test("pass on that a number is none", async () => {
    const test = everyCall(cases[0]!, false);
    test.buffers[0]![0] = Number.NaN;
    const [, , , y] = await outcomeOf(openWebgpuMachine, test);
    expect(y![0]).toBeNaN();
  });
});
