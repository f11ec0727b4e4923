import { expect, test } from "vitest";
import { expectDefinition, outcomeOf } from "../../testing/machines.ts";
import type { CallsTest } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inArena, inBuffers } from "../../testing/places.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";
import type { Call } from "../routine/routine.ts";

/** Rows and channels: vectors of four and single channels; rows that fill their tiles and that do not; many tiles. */
const sizes = [
  [1, 3],
  [16, 3],
  [49, 10],
  [255, 16],
  [256, 16],
  [1089, 24],
  [4096, 16],
  [2500, 64],
  [130, 260],
  [70, 67],
] as const;

/** What the backward pass needs of the forward pass is noise here: each call is compared for itself. */
function testOf(
  op: "batchNorm" | "batchNormInference" | "batchNormGrad",
  [rows, channels]: readonly [number, number],
  options: { readonly relu: boolean; readonly residual: boolean; readonly adds?: boolean },
  x = noise(rows * channels, 1),
): CallsTest {
  const map = (seed: number) => noise(rows * channels, seed);
  const positive = (seed: number) => noise(channels, seed).map((value) => value + 1.5);
  const { relu, residual, adds = false } = options;
  const buffers = inBuffers({
    x,
    y: map(2),
    dy: map(3),
    residual: map(4),
    dx: map(5),
    mean: noise(channels, 6),
    variance: positive(7),
  });
  const weights = inArena("weights", { gamma: positive(8), beta: noise(channels, 9) });
  const gradients = inArena("gradients", { gamma: noise(channels, 10), beta: noise(channels, 11) });
  const statistics = inArena("statistics", { mean: noise(channels, 12), variance: positive(13) });
  const p = buffers.places;
  const shared = { x: p.x, y: p.y, mean: p.mean, variance: p.variance, epsilon: 1e-3, rows, channels, relu };
  const forward = { ...shared, ...weights.places, residual: residual ? p.residual : null };
  const calls: Record<typeof op, Call> = {
    batchNorm: { op: "batchNorm", ...forward, running: { ...statistics.places, momentum: 0.9 } },
    batchNormInference: { op: "batchNormInference", ...forward },
    batchNormGrad: {
      op: "batchNormGrad",
      ...shared,
      dy: p.dy,
      gamma: weights.places.gamma,
      dx: { place: p.dx, adds },
      dgamma: gradients.places.gamma,
      dbeta: gradients.places.beta,
      dresidual: residual ? { place: p.residual, adds: !adds } : null,
    },
  };
  const arenas = { weights: weights.values, gradients: gradients.values, statistics: statistics.values };
  return { batch: 1, calls: [calls[op]], buffers: buffers.buffers, arenas };
}

await describeWebgpu("batch norm on webgpu", () => {
  // Of 4096 float32 numbers each sum is off by some of their last bits.
  const tolerance = 3e-6;
  describeSizes("batchNorm", tolerance);
  describeSizes("batchNormInference", tolerance);
  describeSizes("batchNormGrad", tolerance);

  test.each([false, true])("a gradient is added where it should be: %s", async (adds) => {
    const options = { relu: false, residual: true, adds };
    await expectDefinition(openWebgpuMachine, testOf("batchNormGrad", [300, 16], options), tolerance);
    await expectDefinition(openWebgpuMachine, testOf("batchNormGrad", [300, 10], options), tolerance);
  });

  test("a mean far above the deviations leaves their variance exact", async () => {
    const x = noise(4096 * 16).map((value) => 1000 + value);
    const test = testOf("batchNorm", [4096, 16], { relu: false, residual: false }, x);
    // A number near 1000 is exact to 3e-5; a sum of squares would leave nothing of deviations of 1.
    await expectDefinition(openWebgpuMachine, test, 2e-4);
  });

  test("NaN is not rectified away", async () => {
    const { buffers } = testOf("batchNorm", [64, 16], { relu: true, residual: false });
    const x = buffers[0]!.slice();
    x[5] = NaN;
    const after = await outcomeOf(openWebgpuMachine, testOf("batchNorm", [64, 16], { relu: true, residual: false }, x));
    expect(after.flat().some((values) => values.includes(NaN))).toBe(true);
  });
});

function describeSizes(op: "batchNorm" | "batchNormInference" | "batchNormGrad", tolerance: number): void {
  test.each(sizes)(`${op} of %i rows and %i channels equals its definition`, async (rows, channels) => {
    for (const relu of [false, true]) {
      const options = { relu, residual: relu };
      await expectDefinition(openWebgpuMachine, testOf(op, [rows, channels], options), tolerance);
    }
  });
}
