/** Every call that makes a gradient, on every machine, against finite differences of what it is the gradient of. */
import { describe, test } from "vitest";
import { definitionMachine, runByDefinition } from "../../testing/definition-machine.ts";
import type { OpenMachine } from "../../testing/machines.ts";
import { outcomeOf } from "../../testing/machines.ts";
import { expectClose, noise, slopes } from "../../testing/numbers.ts";
import { inBuffers } from "../../testing/places.ts";
import { openWasmMachine } from "../../testing/wasm-machine.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";
import type { Call, MapSize, Place, Window } from "./routine.ts";

interface Gradient {
  readonly name: string;
  readonly batch: number;
  readonly forward: readonly Call[];
  /** Behind `forward`. */
  readonly backward: readonly Call[];
  readonly buffers: readonly Float32Array[];
  readonly results: number;
  /** What is differentiated, of the forward calls' buffers and results. */
  readonly loss: (buffers: readonly Float64Array[], results: Float64Array) => number;
  /** In what, and where its gradient goes. */
  readonly gradients: readonly (readonly [by: Place, gradient: Place])[];
}

/** `sum(y * dy)`: then dy is the gradient in y. */
function sumOver(y: Place, dy: Place): Gradient["loss"] {
  return (buffers) => dot(buffers[Number(y.memory)]!, buffers[Number(dy.memory)]!);
}

function dot(some: Float64Array, others: Float64Array): number {
  return some.reduce((sum, value, i) => sum + value * others[i]!, 0);
}

function convolution(window: Window): Gradient {
  const batch = 2;
  const [inputs, outputs] = [batch * product(window.input), batch * product(window.output)];
  const filter = product(window.kernel) * window.input[2] * window.output[2];
  const { places, buffers } = inBuffers({
    x: noise(inputs, 1),
    kernel: noise(filter, 2),
    y: new Float32Array(outputs),
    dy: noise(outputs, 3),
    dx: new Float32Array(inputs),
    dkernel: new Float32Array(filter),
  });
  const { x, kernel, y, dy, dx, dkernel } = places;
  return {
    name: `convolution of ${window.input.join("x")} to ${window.output.join("x")} at stride ${window.strides[0]}`,
    batch,
    buffers,
    results: 0,
    forward: [{ op: "conv", x, kernel, y, window, bias: null, residual: null, relu: false }],
    backward: [
      { op: "convInputGrad", dy, kernel, dx: { place: dx, adds: false }, window },
      { op: "convFilterGrad", x, dy, dkernel, window },
    ],
    loss: sumOver(y, dy),
    gradients: [
      [x, dx],
      [kernel, dkernel],
    ],
  };
}

function batchNorm(channels: number, relu: boolean): Gradient {
  const [batch, positions] = [7, 4];
  const rows = batch * positions;
  const map = (seed: number) => noise(rows * channels, seed);
  const empty = () => new Float32Array(channels);
  const { places, buffers } = inBuffers({
    x: map(1),
    residual: map(2),
    y: map(3),
    dy: map(4),
    dx: map(5),
    dresidual: map(6),
    gamma: noise(channels, 7),
    beta: noise(channels, 8),
    mean: empty(),
    variance: empty(),
    runningMean: empty(),
    runningVariance: empty(),
    dgamma: empty(),
    dbeta: empty(),
  });
  const { x, residual, y, dy, dx, dresidual, gamma, beta, mean, variance, dgamma, dbeta } = places;
  const shared = { x, y, gamma, mean, variance, epsilon: 1e-3, rows, channels, relu };
  const running = { mean: places.runningMean, variance: places.runningVariance, momentum: 0.9 };
  return {
    name: `batch norm of ${channels} channels, relu ${relu}`,
    batch,
    buffers,
    results: 0,
    forward: [{ op: "batchNorm", ...shared, beta, residual, running }],
    backward: [
      {
        op: "batchNormGrad",
        ...shared,
        dy,
        dx: { place: dx, adds: false },
        dgamma,
        dbeta,
        dresidual: { place: dresidual, adds: false },
      },
    ],
    loss: sumOver(y, dy),
    gradients: [
      [x, dx],
      [residual, dresidual],
      [gamma, dgamma],
      [beta, dbeta],
    ],
  };
}

function globalAvgPool(): Gradient {
  const [batch, positions, channels] = [7, 9, 3];
  const { places, buffers } = inBuffers({
    x: noise(batch * positions * channels, 1),
    y: noise(batch * channels, 2),
    dy: noise(batch * channels, 3),
    dx: noise(batch * positions * channels, 4),
  });
  const { x, y, dy, dx } = places;
  return {
    name: "global average pool",
    batch,
    buffers,
    results: 0,
    forward: [{ op: "globalAvgPool", x, y, positions, channels }],
    backward: [{ op: "globalAvgPoolGrad", dy, dx: { place: dx, adds: false }, positions, channels }],
    loss: sumOver(y, dy),
    gradients: [[x, dx]],
  };
}

function dense(): Gradient {
  const [batch, inputs, units] = [7, 10, 3];
  const { places, buffers } = inBuffers({
    x: noise(batch * inputs, 1),
    kernel: noise(inputs * units, 2),
    bias: noise(units, 3),
    y: noise(batch * units, 4),
    dy: noise(batch * units, 5),
    dx: noise(batch * inputs, 6),
    dkernel: noise(inputs * units, 7),
    dbias: noise(units, 8),
  });
  const { x, kernel, bias, y, dy, dx, dkernel, dbias } = places;
  const sizes = { inputs, units };
  return {
    name: "dense",
    batch,
    buffers,
    results: 0,
    forward: [{ op: "dense", x, kernel, bias, y, ...sizes }],
    backward: [{ op: "denseGrad", x, kernel, dy, dx: { place: dx, adds: false }, dkernel, dbias, ...sizes }],
    loss: sumOver(y, dy),
    gradients: [
      [x, dx],
      [kernel, dkernel],
      [bias, dbias],
    ],
  };
}

function crossEntropy(): Gradient {
  const [batch, classes] = [7, 10];
  const { places, buffers } = inBuffers({
    logits: noise(batch * classes, 1).map((value) => 3 * value),
    slope: noise(batch * classes, 2),
  });
  const { logits, slope } = places;
  return {
    name: "cross-entropy",
    batch,
    buffers,
    results: 2 * batch,
    forward: [{ op: "crossEntropy", logits, slope, classes, losses: 0, correct: batch }],
    backward: [],
    loss: (_, results) => results.subarray(0, batch).reduce((sum, loss) => sum + loss, 0) / batch,
    gradients: [[logits, slope]],
  };
}

/** From both maps to the loss. */
function fsp(firstSize: MapSize, lastSize: MapSize): Gradient {
  const batch = 2;
  const cells = firstSize[2] * lastSize[2];
  const [firsts, lasts] = [batch * product(firstSize), batch * product(lastSize)];
  const { places, buffers } = inBuffers({
    first: noise(firsts, 1),
    last: noise(lasts, 2),
    matrices: noise(batch * cells, 3),
    teacher: noise(batch * cells, 4),
    slope: noise(batch * cells, 5),
    dfirst: noise(firsts, 6),
    dlast: noise(lasts, 7),
  });
  const { first, last, matrices, teacher, slope, dfirst, dlast } = places;
  const maps = { first, firstSize, last, lastSize };
  // Of `lambda * mean of the images' losses`.
  const lambda = 0.3;
  const scale = (2 * lambda) / batch;
  return {
    name: `fsp of ${firstSize.join("x")} and ${lastSize.join("x")}`,
    batch,
    buffers,
    results: batch,
    forward: [
      { op: "fsp", ...maps, matrices, rows: "batch" },
      { op: "fspLoss", student: matrices, teacher, teacherRows: "batch", cells, slope, scale, losses: 0 },
    ],
    backward: [
      { op: "fspGrad", slope, ...maps, dfirst: { place: dfirst, adds: false }, dlast: { place: dlast, adds: false } },
    ],
    loss: (_, results) => (lambda * results.reduce((sum, loss) => sum + loss, 0)) / batch,
    gradients: [
      [first, dfirst],
      [last, dlast],
    ],
  };
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}

const cases: readonly Gradient[] = [
  convolution({ input: [4, 5, 3], output: [4, 5, 10], kernel: [3, 3], strides: [1, 1], pad: [1, 1] }),
  // Winograd's, on wasm.
  convolution({ input: [8, 8, 4], output: [8, 8, 4], kernel: [3, 3], strides: [1, 1], pad: [1, 1] }),
  convolution({ input: [5, 4, 4], output: [3, 2, 3], kernel: [3, 3], strides: [2, 2], pad: [1, 1] }),
  convolution({ input: [5, 4, 4], output: [3, 2, 8], kernel: [1, 1], strides: [2, 2], pad: [0, 0] }),
  batchNorm(3, false),
  batchNorm(8, true),
  globalAvgPool(),
  dense(),
  crossEntropy(),
  fsp([4, 4, 3], [4, 4, 10]),
  fsp([4, 4, 4], [2, 2, 8]),
  fsp([2, 3, 3], [4, 3, 4]),
];

/** Float32 sums of some hundred numbers; Winograd's transforms lose the most. */
const tolerance = 2e-5;

async function expectSlopes(open: OpenMachine, given: Gradient): Promise<void> {
  const { batch, forward, backward, buffers, results, loss } = given;
  const after = await outcomeOf(open, { batch, calls: [...forward, ...backward], buffers, results });
  // Behind the results; no arenas are used.
  const left = after.slice(1);
  for (const [by, gradient] of given.gradients) {
    const lossAt = (values: ArrayLike<number>) => {
      const numbers = buffers.map((array) => Float64Array.from(array));
      numbers[Number(by.memory)]!.set(values);
      return loss(numbers, runByDefinition(batch, forward, numbers, results));
    };
    expectClose(left[Number(gradient.memory)]!, slopes(lossAt, buffers[Number(by.memory)]!), tolerance);
  }
}

describe.each([
  ["by definition", definitionMachine],
  ["on wasm", openWasmMachine],
] as const)("gradients %s equal finite differences", (_, open) => {
  test.each(cases)("of $name", async (given) => {
    await expectSlopes(open, given);
  });
});

await describeWebgpu("gradients on webgpu equal finite differences", () => {
  test.each(cases)("of $name", async (given) => {
    await expectSlopes(openWebgpuMachine, given);
  });
});
