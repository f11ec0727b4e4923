import { test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inArena, inBuffers } from "../../testing/places.ts";
import { openWasmMachine } from "../../testing/wasm-machine.ts";

/** Images, positions of each, channels: single channels and vectors; less and more than the 128 rows summed at a time; one row. */
const sizes = [
  [1, 1, 3],
  [7, 16, 10],
  [64, 16, 24],
  [64, 49, 3],
  [2, 127, 16],
  [2, 128, 16],
  [2, 129, 16],
  [3, 1089, 64],
] as const;

/** What the backward pass needs of the forward pass is noise here: each call is compared for itself. */
function memoryOf(rows: number, channels: number) {
  const map = (seed: number) => noise(rows * channels, seed);
  const positive = (seed: number) => noise(channels, seed).map((value) => value + 1.5);
  const buffers = inBuffers({
    x: map(1),
    y: map(2),
    dy: map(3),
    residual: map(4),
    dx: map(5),
    mean: noise(channels, 6),
    variance: positive(7),
  });
  const weights = inArena("weights", { gamma: positive(8), beta: noise(channels, 9) });
  const gradients = inArena("gradients", { dgamma: noise(channels, 10), dbeta: noise(channels, 11) });
  const statistics = inArena("statistics", { mean: noise(channels, 12), variance: positive(13) });
  return {
    places: { ...buffers.places, ...weights.places, ...gradients.places },
    running: { ...statistics.places, momentum: 0.9 },
    buffers: buffers.buffers,
    arenas: { weights: weights.values, gradients: gradients.values, statistics: statistics.values },
  };
}

/** Some thousand float32 numbers are added up, and each sum is off by some of their last bits. */
const tolerance = 3e-6;

test.each(sizes)("batch norm of %i images of %i positions, %i channels", async (batch, positions, channels) => {
  const rows = batch * positions;
  const { places, running, buffers, arenas } = memoryOf(rows, channels);
  const { x, y, gamma, beta, mean, variance } = places;
  const call = { x, gamma, beta, y, mean, variance, epsilon: 1e-3, rows, channels };
  for (const relu of [false, true]) {
    for (const residual of [null, places.residual]) {
      const training = [{ op: "batchNorm", ...call, running, relu, residual }] as const;
      await expectDefinition(openWasmMachine, { batch, calls: training, buffers, arenas }, tolerance);
      const inference = [{ op: "batchNormInference", ...call, relu, residual }] as const;
      await expectDefinition(openWasmMachine, { batch, calls: inference, buffers, arenas }, tolerance);
    }
  }
});

test.each(sizes)("its gradient for %i images of %i positions, %i channels", async (batch, positions, channels) => {
  const rows = batch * positions;
  const { places, buffers, arenas } = memoryOf(rows, channels);
  const { dy, x, y, gamma, mean, variance, dx, dgamma, dbeta, residual } = places;
  const call = { dy, x, y, gamma, mean, variance, dgamma, dbeta, epsilon: 1e-3, rows, channels };
  for (const relu of [false, true]) {
    for (const [adds, dresidual] of [
      [false, null],
      [true, null],
      [false, { place: residual, adds: true }],
      [true, { place: residual, adds: false }],
    ] as const) {
      const calls = [{ op: "batchNormGrad", ...call, dx: { place: dx, adds }, dresidual, relu }] as const;
      await expectDefinition(openWasmMachine, { batch, calls, buffers, arenas }, tolerance);
    }
  }
});

test("rows that are not the same for every image are normalised too", async () => {
  const [rows, channels] = [50, 12];
  const { places, running, buffers, arenas } = memoryOf(rows, channels);
  const { x, y, gamma, beta, mean, variance, dy, dx, dgamma, dbeta } = places;
  const shared = { x, y, gamma, mean, variance, epsilon: 1e-3, rows, channels, relu: true };
  const calls = [
    { op: "batchNorm", ...shared, beta, running, residual: null },
    { op: "batchNormGrad", ...shared, dy, dx: { place: dx, adds: false }, dgamma, dbeta, dresidual: null },
  ] as const;
  await expectDefinition(openWasmMachine, { batch: 7, calls, buffers, arenas }, 2e-5);
});
