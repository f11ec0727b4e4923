/** What batch norm's calls become on the wasm machine. */
import type { CallOf } from "../routine/routine.ts";
import type { Ranges } from "../wasm/program.ts";
import { rangesOf } from "../wasm/program.ts";
import type { ProgramWriter } from "../wasm/writer.ts";
import { bitsOf, known } from "../wasm/writer.ts";

export function writeBatchNorm(writer: ProgramWriter, call: CallOf<"batchNorm">): void {
  const { x, mean, variance, running, rows, channels } = call;
  const { images, perImage, ranges } = cut(writer, rows);
  const parts = writer.surroundings.lend(16 * channels * ranges.count);
  writer.schedule.perImage({ kernel: "moments", args: [writer.at(x), parts, perImage, channels] }, images, {
    reads: [x],
    writes: [],
    whole: [],
  });
  const sizes = [ranges.count, ranges.perRange * perImage, rows, channels];
  const statistics = [mean, variance, running.mean, running.variance];
  const shares = [bitsOf(running.momentum), bitsOf(1 - running.momentum)];
  writer.schedule.last(
    {
      kernel: "mergeMoments",
      args: [parts, ...sizes, ...statistics.map((place) => writer.at(place)), ...shares],
    },
    { reads: [], writes: statistics },
  );
  writeApply(writer, call);
}

export function writeBatchNormInference(writer: ProgramWriter, call: CallOf<"batchNormInference">): void {
  writeApply(writer, call);
}

function writeApply(writer: ProgramWriter, call: CallOf<"batchNorm"> | CallOf<"batchNormInference">): void {
  const { x, gamma, beta, mean, variance, residual, relu, y, epsilon, rows, channels } = call;
  const { images, perImage } = cut(writer, rows);
  const maps = [x, gamma, beta, residual, y, mean, variance].map((place) => writer.at(place));
  const args = [...maps, perImage, channels, bitsOf(epsilon), Number(relu)];
  writer.schedule.perImage({ kernel: "batchNormApply", args }, images, {
    reads: known(x, residual),
    writes: [y],
    whole: [gamma, beta, mean, variance],
  });
}

export function writeBatchNormGrad(writer: ProgramWriter, call: CallOf<"batchNormGrad">): void {
  const { dy, x, y, gamma, mean, variance, dx, dgamma, dbeta, dresidual, relu, epsilon, rows, channels } = call;
  const { images, perImage, ranges } = cut(writer, rows);
  const parts = writer.surroundings.lend(16 * channels * ranges.count);
  const vectors = writer.surroundings.lend(12 * channels);
  const maps = [dy, x, y, mean].map((place) => writer.at(place));
  writer.schedule.perImage({ kernel: "slopeSums", args: [...maps, parts, perImage, channels, Number(relu)] }, images, {
    reads: [dy, x, y],
    writes: [],
    whole: [mean],
  });
  const parameters = [gamma, variance, dgamma, dbeta].map((place) => writer.at(place));
  writer.schedule.last(
    { kernel: "slopeVectors", args: [parts, ranges.count, ...parameters, vectors, rows, channels, bitsOf(epsilon)] },
    { reads: [gamma, variance], writes: [dgamma, dbeta] },
  );
  const sinks = [...writer.sink(dx), ...writer.sink(dresidual)];
  writer.schedule.perImage(
    { kernel: "inputSlopes", args: [...maps, vectors, ...sinks, perImage, channels, Number(relu)] },
    images,
    { reads: [dy, x, y], writes: known(dx.place, dresidual && dresidual.place), whole: [mean] },
  );
}

/** How rows are cut into images; where they do not come out even, all of them are one. */
function cut(writer: ProgramWriter, rows: number): { images: number; perImage: number; ranges: Ranges } {
  const { batch, ranges } = writer.surroundings;
  if (rows % batch === 0) return { images: batch, perImage: rows / batch, ranges };
  return { images: 1, perImage: rows, ranges: rangesOf(1, ranges.perRange) };
}
