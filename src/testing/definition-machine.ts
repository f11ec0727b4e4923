/** Runs routines by the plain definition of every call, in float64: what the other machines are tested against. */
import type { LabelledImages } from "../core/images.ts";
import type { ArenaLengths, CompiledRoutine, Machine, StepInputs } from "../kernels/routine/machine.ts";
import type { Call, MapSize, Place, Routine, Rows, Sink, Window } from "../kernels/routine/routine.ts";

type CallOf<Op extends Call["op"]> = Extract<Call, { op: Op }>;
type Memory = (place: Place) => Float64Array;

export function definitionMachine(lengths: ArenaLengths): Machine {
  const arenas = {
    weights: new Float64Array(lengths.weights),
    velocities: new Float64Array(lengths.velocities),
    gradients: new Float64Array(lengths.gradients),
    statistics: new Float64Array(lengths.statistics),
  };
  const memoryOf =
    (buffers: readonly Float64Array[]): Memory =>
    ({ memory, offset, length }) =>
      (typeof memory === "number" ? buffers[memory]! : arenas[memory]).subarray(offset, offset + length);
  const ofArenas = memoryOf([]);
  return {
    queue: 1,
    compile: (routine, images) => Promise.resolve(compiled(routine, images, memoryOf, ofArenas)),
    write: (place, values) => ofArenas(place).set(values),
    read: (place) => Promise.resolve(Float32Array.from(ofArenas(place))),
    dispose: () => {},
  };
}

/** Runs calls on buffers alone, in place and without losing a digit to float32; gives the step's results. */
export function runByDefinition(
  batch: number,
  calls: readonly Call[],
  buffers: readonly Float64Array[],
  results = 0,
): Float64Array {
  const at: Memory = ({ memory, offset, length }) => buffers[Number(memory)]!.subarray(offset, offset + length);
  const inputs = { samples: new Int32Array(4 * batch), rate: 0, momentum: 0, decay: 0, prelude: false };
  const images = { pixels: new Uint8Array(0), labels: new Uint8Array(1) };
  const step: Step = { at, ofArenas: at, inputs, images, results: new Float64Array(results), batch };
  for (const call of calls) runCall(step, call);
  return step.results;
}

function compiled(
  routine: Routine,
  images: LabelledImages,
  memoryOf: (buffers: readonly Float64Array[]) => Memory,
  ofArenas: Memory,
): CompiledRoutine {
  const at = memoryOf(routine.buffers.map((length) => new Float64Array(length)));
  for (const { place, values } of routine.constants) at(place).set(values);
  let waiting: Float32Array[] = [];
  return {
    run: (inputs) => {
      if (waiting.length === routine.depth) throw new Error(`routine: ${routine.depth} results wait to be read`);
      const results = new Float64Array(routine.results);
      const step: Step = { at, ofArenas, inputs, images, results, batch: routine.batch };
      for (const call of inputs.prelude ? [...routine.prelude, ...routine.calls] : routine.calls) runCall(step, call);
      waiting.push(Float32Array.from(results));
    },
    results: () => {
      const read = waiting;
      waiting = [];
      return Promise.resolve(read);
    },
    read: (place) => Promise.resolve(Float32Array.from(at(place))),
    dispose: () => {},
  };
}

interface Step {
  readonly at: Memory;
  readonly ofArenas: Memory;
  readonly inputs: StepInputs;
  readonly images: LabelledImages;
  readonly results: Float64Array;
  readonly batch: number;
}

function runCall(step: Step, call: Call): void {
  switch (call.op) {
    case "gather":
      return gather(step, call);
    case "conv":
      return conv(step, call);
    case "convInputGrad":
      return convInputGrad(step, call);
    case "convFilterGrad":
      return convFilterGrad(step, call);
    case "batchNorm":
      return batchNorm(step, call);
    case "batchNormInference":
      return normalise(step, call);
    case "batchNormGrad":
      return batchNormGrad(step, call);
    case "globalAvgPool":
      return globalAvgPool(step, call);
    case "globalAvgPoolGrad":
      return globalAvgPoolGrad(step, call);
    case "dense":
      return dense(step, call);
    case "denseGrad":
      return denseGrad(step, call);
    case "crossEntropy":
      return crossEntropy(step, call);
    case "fsp":
      return fsp(step, call);
    case "fspGrad":
      return fspGrad(step, call);
    case "fspLoss":
      return fspLoss(step, call);
    case "momentum":
      return momentum(step, call);
    case "report":
      return step.results.set(step.at(call.from), call.results);
    default:
      call satisfies never;
  }
}

function sink({ at }: Step, { place, adds }: Sink, values: Float64Array): void {
  const target = at(place);
  if (target.length !== values.length) throw new RangeError(`routine: ${values.length} numbers for ${target.length}`);
  for (let i = 0; i < values.length; i++) target[i] = adds ? target[i]! + values[i]! : values[i]!;
}

function gather({ at, inputs, images, batch }: Step, call: CallOf<"gather">): void {
  const [height, width, channels] = call.size;
  const [table, target] = [at(call.table), at(call.images)];
  let to = 0;
  for (let i = 0; i < batch; i++) {
    const [image, down, right, flipped] = [...inputs.samples.subarray(4 * i, 4 * i + 4)] as [
      number,
      number,
      number,
      number,
    ];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [sy, sx] = [y + down, (flipped ? width - 1 - x : x) + right];
        const inside = sy >= 0 && sy < height && sx >= 0 && sx < width;
        for (let c = 0; c < channels; c++) {
          const byte = inside ? images.pixels[((image * height + sy) * width + sx) * channels + c]! : 0;
          target[to++] = table[c * 256 + byte]!;
        }
      }
    }
  }
}

/** Every product of a convolution, by the places of its three numbers. */
function eachProduct(window: Window, batch: number, visit: (x: number, w: number, y: number) => void): void {
  const { input, output, kernel, strides, pad } = window;
  const [h, w, ci] = input;
  const [oh, ow, co] = output;
  for (let n = 0; n < batch; n++)
    for (let oy = 0; oy < oh; oy++)
      for (let ox = 0; ox < ow; ox++)
        for (let ky = 0; ky < kernel[0]; ky++)
          for (let kx = 0; kx < kernel[1]; kx++) {
            const [iy, ix] = [oy * strides[0] + ky - pad[0], ox * strides[1] + kx - pad[1]];
            if (iy < 0 || iy >= h || ix < 0 || ix >= w) continue;
            for (let a = 0; a < ci; a++)
              for (let b = 0; b < co; b++)
                visit(
                  ((n * h + iy) * w + ix) * ci + a,
                  ((ky * kernel[1] + kx) * ci + a) * co + b,
                  ((n * oh + oy) * ow + ox) * co + b,
                );
          }
}

function conv({ at, batch }: Step, call: CallOf<"conv">): void {
  const [x, kernel, target] = [at(call.x), at(call.kernel), at(call.y)];
  const [bias, residual] = [call.bias && at(call.bias), call.residual && at(call.residual)];
  const y = new Float64Array(target.length);
  eachProduct(call.window, batch, (i, w, o) => {
    y[o]! += x[i]! * kernel[w]!;
  });
  const channels = call.window.output[2];
  for (let o = 0; o < y.length; o++) {
    const value = y[o]! + (bias?.[o % channels] ?? 0) + (residual?.[o] ?? 0);
    target[o] = call.relu ? Math.max(0, value) : value;
  }
}

function convInputGrad(step: Step, call: CallOf<"convInputGrad">): void {
  const [dy, kernel] = [step.at(call.dy), step.at(call.kernel)];
  const dx = new Float64Array(call.dx.place.length);
  eachProduct(call.window, step.batch, (i, w, o) => {
    dx[i]! += dy[o]! * kernel[w]!;
  });
  sink(step, call.dx, dx);
}

function convFilterGrad({ at, batch }: Step, call: CallOf<"convFilterGrad">): void {
  const [x, dy, dkernel] = [at(call.x), at(call.dy), at(call.dkernel)];
  dkernel.fill(0);
  eachProduct(call.window, batch, (i, w, o) => {
    dkernel[w]! += x[i]! * dy[o]!;
  });
}

function batchNorm(step: Step, call: CallOf<"batchNorm">): void {
  const { at } = step;
  const { rows, channels, running } = call;
  const [x, mean, variance] = [at(call.x), at(call.mean), at(call.variance)];
  mean.fill(0);
  variance.fill(0);
  for (let i = 0; i < x.length; i++) mean[i % channels]! += x[i]! / rows;
  for (let i = 0; i < x.length; i++) variance[i % channels]! += (x[i]! - mean[i % channels]!) ** 2 / rows;
  const [runningMean, runningVariance] = [at(running.mean), at(running.variance)];
  for (let c = 0; c < channels; c++) {
    runningMean[c] = running.momentum * runningMean[c]! + (1 - running.momentum) * mean[c]!;
    runningVariance[c] = running.momentum * runningVariance[c]! + (1 - running.momentum) * variance[c]!;
  }
  normalise(step, call);
}

function normalise({ at }: Step, call: CallOf<"batchNorm"> | CallOf<"batchNormInference">): void {
  const { channels, epsilon } = call;
  const [x, y, mean, variance] = [at(call.x), at(call.y), at(call.mean), at(call.variance)];
  const [gamma, beta, residual] = [at(call.gamma), at(call.beta), call.residual && at(call.residual)];
  for (let i = 0; i < x.length; i++) {
    const c = i % channels;
    const value =
      (gamma[c]! * (x[i]! - mean[c]!)) / Math.sqrt(variance[c]! + epsilon) + beta[c]! + (residual?.[i] ?? 0);
    y[i] = call.relu ? Math.max(0, value) : value;
  }
}

function batchNormGrad(step: Step, call: CallOf<"batchNormGrad">): void {
  const { at } = step;
  const { rows, channels, epsilon } = call;
  const [dy, x, y, gamma] = [at(call.dy), at(call.x), at(call.y), at(call.gamma)];
  const [mean, variance, dgamma, dbeta] = [at(call.mean), at(call.variance), at(call.dgamma), at(call.dbeta)];
  const dz = dy.map((value, i) => (call.relu && y[i]! <= 0 ? 0 : value));
  const xhat = x.map((value, i) => (value - mean[i % channels]!) / Math.sqrt(variance[i % channels]! + epsilon));
  dgamma.fill(0);
  dbeta.fill(0);
  for (let i = 0; i < dz.length; i++) {
    dgamma[i % channels]! += dz[i]! * xhat[i]!;
    dbeta[i % channels]! += dz[i]!;
  }
  const dx = dz.map((value, i) => {
    const c = i % channels;
    return (
      (gamma[c]! / Math.sqrt(variance[c]! + epsilon)) * (value - dbeta[c]! / rows - (xhat[i]! * dgamma[c]!) / rows)
    );
  });
  sink(step, call.dx, dx);
  if (call.dresidual) sink(step, call.dresidual, dz);
}

function globalAvgPool({ at, batch }: Step, { x, y, positions, channels }: CallOf<"globalAvgPool">): void {
  const [from, to] = [at(x), at(y)];
  to.fill(0);
  for (let n = 0; n < batch; n++)
    for (let p = 0; p < positions; p++)
      for (let c = 0; c < channels; c++) to[n * channels + c]! += from[(n * positions + p) * channels + c]! / positions;
}

function globalAvgPoolGrad(step: Step, { dy, dx, positions, channels }: CallOf<"globalAvgPoolGrad">): void {
  const from = step.at(dy);
  const perImage = positions * channels;
  const values = Float64Array.from(
    { length: step.batch * perImage },
    (_, i) => from[Math.floor(i / perImage) * channels + (i % channels)]! / positions,
  );
  sink(step, dx, values);
}

function dense({ at, batch }: Step, call: CallOf<"dense">): void {
  const { inputs, units } = call;
  const [x, kernel, bias, y] = [at(call.x), at(call.kernel), call.bias && at(call.bias), at(call.y)];
  for (let n = 0; n < batch; n++)
    for (let u = 0; u < units; u++) {
      let sum = bias?.[u] ?? 0;
      for (let i = 0; i < inputs; i++) sum += x[n * inputs + i]! * kernel[i * units + u]!;
      y[n * units + u] = sum;
    }
}

function denseGrad(step: Step, call: CallOf<"denseGrad">): void {
  const { at, batch } = step;
  const { inputs, units } = call;
  const [x, kernel, dy, dkernel] = [at(call.x), at(call.kernel), at(call.dy), at(call.dkernel)];
  const dx = new Float64Array(batch * inputs);
  dkernel.fill(0);
  if (call.dbias) at(call.dbias).fill(0);
  for (let n = 0; n < batch; n++)
    for (let u = 0; u < units; u++) {
      const slope = dy[n * units + u]!;
      if (call.dbias) at(call.dbias)[u]! += slope;
      for (let i = 0; i < inputs; i++) {
        dx[n * inputs + i]! += slope * kernel[i * units + u]!;
        dkernel[i * units + u]! += slope * x[n * inputs + i]!;
      }
    }
  if (call.dx) sink(step, call.dx, dx);
}

function crossEntropy({ at, batch, inputs, images, results }: Step, call: CallOf<"crossEntropy">): void {
  const { classes } = call;
  const [logits, slope] = [at(call.logits), at(call.slope)];
  for (let n = 0; n < batch; n++) {
    const row = logits.subarray(n * classes, (n + 1) * classes);
    const label = images.labels[inputs.samples[4 * n]!]!;
    const top = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    for (let c = 0; c < classes; c++) {
      slope[n * classes + c] = (Math.exp(row[c]! - top) / sum - (c === label ? 1 : 0)) / batch;
    }
    results[call.losses + n] = Math.log(sum) + top - row[label]!;
    results[call.correct + n] = row.indexOf(top) === label ? 1 : 0;
  }
}

function rowOf(rows: Rows, samples: Int32Array, n: number): number {
  return rows === "batch" ? n : samples[4 * n]! * rows.variants + (rows.variants === 2 ? samples[4 * n + 3]! : 0);
}

/** For each place of the smaller map and each channel, the place in the larger that is its block's maximum. */
function chosen(map: Float64Array, [h, w, c]: MapSize, [height, width]: readonly number[], batch: number): Int32Array {
  const [down, across] = [h / height!, w / width!];
  const choice = new Int32Array(batch * height! * width! * c);
  let to = 0;
  for (let n = 0; n < batch; n++)
    for (let y = 0; y < height!; y++)
      for (let x = 0; x < width!; x++)
        for (let channel = 0; channel < c; channel++) {
          let best = -1;
          for (let dy = 0; dy < down; dy++)
            for (let dx = 0; dx < across; dx++) {
              const place = ((n * h + y * down + dy) * w + x * across + dx) * c + channel;
              if (best < 0 || map[place]! > map[best]!) best = place;
            }
          choice[to++] = best;
        }
  return choice;
}

function pooledMaps({ at, batch }: Step, call: CallOf<"fsp"> | CallOf<"fspGrad">) {
  const { firstSize, lastSize } = call;
  const size = [Math.min(firstSize[0], lastSize[0]), Math.min(firstSize[1], lastSize[1])];
  const [first, last] = [at(call.first), at(call.last)];
  const firstPlaces = chosen(first, firstSize, size, batch);
  const lastPlaces = chosen(last, lastSize, size, batch);
  return { first, last, firstPlaces, lastPlaces, positions: size[0]! * size[1]! };
}

function fsp(step: Step, call: CallOf<"fsp">): void {
  const { first, last, firstPlaces, lastPlaces, positions } = pooledMaps(step, call);
  const [c1, c2] = [call.firstSize[2], call.lastSize[2]];
  const matrices = step.at(call.matrices);
  for (let n = 0; n < step.batch; n++) {
    const row = rowOf(call.rows, step.inputs.samples, n) * c1 * c2;
    matrices.fill(0, row, row + c1 * c2);
    for (let p = n * positions; p < (n + 1) * positions; p++)
      for (let a = 0; a < c1; a++)
        for (let b = 0; b < c2; b++)
          matrices[row + a * c2 + b]! +=
            (first[firstPlaces[p * c1 + a]!]! * last[lastPlaces[p * c2 + b]!]!) / positions;
  }
}

function fspGrad(step: Step, call: CallOf<"fspGrad">): void {
  const { first, last, firstPlaces, lastPlaces, positions } = pooledMaps(step, call);
  const [c1, c2] = [call.firstSize[2], call.lastSize[2]];
  const slope = step.at(call.slope);
  const [dfirst, dlast] = [new Float64Array(first.length), new Float64Array(last.length)];
  for (let n = 0; n < step.batch; n++)
    for (let p = n * positions; p < (n + 1) * positions; p++)
      for (let a = 0; a < c1; a++)
        for (let b = 0; b < c2; b++) {
          const [i, j] = [firstPlaces[p * c1 + a]!, lastPlaces[p * c2 + b]!];
          const value = slope[(n * c1 + a) * c2 + b]! / positions;
          dfirst[i]! += value * last[j]!;
          dlast[j]! += value * first[i]!;
        }
  if (call.dfirst) sink(step, call.dfirst, dfirst);
  if (call.dlast) sink(step, call.dlast, dlast);
}

function fspLoss({ at, batch, inputs, results }: Step, call: CallOf<"fspLoss">): void {
  const { cells, scale } = call;
  const [student, teacher, slope] = [at(call.student), at(call.teacher), at(call.slope)];
  for (let n = 0; n < batch; n++) {
    const row = rowOf(call.teacherRows, inputs.samples, n) * cells;
    let sum = 0;
    for (let i = 0; i < cells; i++) {
      const difference = student[n * cells + i]! - teacher[row + i]!;
      slope[n * cells + i] = scale * difference;
      sum += difference ** 2;
    }
    results[call.losses + n] = sum;
  }
}

function momentum({ ofArenas, inputs }: Step, { ranges }: CallOf<"momentum">): void {
  for (const range of ranges) {
    const [weights, velocities, gradients] = (["weights", "velocities", "gradients"] as const).map((memory) =>
      ofArenas({ memory, ...range }),
    ) as [Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < weights.length; i++) {
      velocities[i] = inputs.momentum * velocities[i]! + gradients[i]! + inputs.decay * weights[i]!;
      weights[i]! -= inputs.rate * velocities[i]!;
    }
  }
}
