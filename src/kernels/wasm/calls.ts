/** The kernels of every call. */
import { writeBatchNorm, writeBatchNormGrad, writeBatchNormInference } from "../batch-norm/wasm-calls.ts";
import { writeConv, writeConvFilterGrad, writeConvInputGrad } from "../convolution/wasm-calls.ts";
import { writeDense, writeDenseGrad } from "../dense/wasm-calls.ts";
import { writeFsp, writeFspGrad, writeFspLoss } from "../fsp/wasm-calls.ts";
import type { Call, CallOf } from "../routine/routine.ts";
import type { ProgramWriter } from "./writer.ts";

export function writeCall(writer: ProgramWriter, call: Call): void {
  switch (call.op) {
    case "gather":
      return writeGather(writer, call);
    case "conv":
      return writeConv(writer, call);
    case "convInputGrad":
      return writeConvInputGrad(writer, call);
    case "convFilterGrad":
      return writeConvFilterGrad(writer, call);
    case "batchNorm":
      return writeBatchNorm(writer, call);
    case "batchNormInference":
      return writeBatchNormInference(writer, call);
    case "batchNormGrad":
      return writeBatchNormGrad(writer, call);
    case "globalAvgPool":
      return writeGlobalAvgPool(writer, call);
    case "globalAvgPoolGrad":
      return writeGlobalAvgPoolGrad(writer, call);
    case "dense":
      return writeDense(writer, call);
    case "denseGrad":
      return writeDenseGrad(writer, call);
    case "crossEntropy":
      return writeCrossEntropy(writer, call);
    case "fsp":
      return writeFsp(writer, call);
    case "fspGrad":
      return writeFspGrad(writer, call);
    case "fspLoss":
      return writeFspLoss(writer, call);
    case "momentum":
      return writeMomentum(writer, call);
    case "report":
      return writeReport(writer, call);
    default:
      return call satisfies never;
  }
}

function writeGather(writer: ProgramWriter, { table, images, size }: CallOf<"gather">): void {
  const { samples, pixels } = writer.surroundings.step;
  writer.perImage(
    { kernel: "gather", args: [samples, pixels, writer.at(table), writer.at(images), ...size] },
    { reads: [], writes: [images], whole: [table] },
  );
}

function writeGlobalAvgPool(writer: ProgramWriter, { x, y, positions, channels }: CallOf<"globalAvgPool">): void {
  writer.perImage(
    { kernel: "globalAveragePool", args: [writer.at(x), writer.at(y), positions, channels] },
    { reads: [x], writes: [y], whole: [] },
  );
}

function writeGlobalAvgPoolGrad(writer: ProgramWriter, call: CallOf<"globalAvgPoolGrad">): void {
  const { dy, dx, positions, channels } = call;
  writer.perImage(
    { kernel: "globalAveragePoolGrad", args: [writer.at(dy), ...writer.sink(dx), positions, channels] },
    { reads: [dy], writes: [dx.place], whole: [] },
  );
}

function writeCrossEntropy(writer: ProgramWriter, call: CallOf<"crossEntropy">): void {
  const { logits, slope, classes, losses, correct } = call;
  const { batch, step } = writer.surroundings;
  const results = [losses, correct].map((index) => step.results + 4 * index);
  writer.perImage(
    {
      kernel: "crossEntropies",
      args: [writer.at(logits), step.labels, ...results, writer.at(slope), batch, classes],
    },
    { reads: [logits], writes: [slope], whole: [] },
  );
}

/** So many numbers are updated at once: enough to be worth a task. */
const block = 8192;

function writeMomentum(writer: ProgramWriter, { ranges }: CallOf<"momentum">): void {
  const { settings } = writer.surroundings.step;
  const arenas = (["weights", "velocities", "gradients"] as const).map(
    (memory) => (range: { offset: number; length: number }) => ({ memory, ...range }),
  );
  const blocks = ranges.flatMap(({ offset, length }) =>
    Array.from({ length: Math.ceil(length / block) }, (_, index) => ({
      offset: offset + index * block,
      length: Math.min(block, length - index * block),
    })),
  );
  const calls = blocks.map((range) => ({
    kernel: "momentum" as const,
    args: [...arenas.map((place) => writer.at(place(range))), range.length, settings],
  }));
  const [weights, velocities, gradients] = arenas.map((place) => ranges.map(place));
  writer.schedule.alone(calls, { reads: gradients!, writes: [...weights!, ...velocities!] });
}

function writeReport(writer: ProgramWriter, { from, results }: CallOf<"report">): void {
  const target = writer.surroundings.step.results + 4 * results;
  writer.schedule.last(
    { kernel: "copy", args: [writer.at(from), target, 4 * from.length] },
    { reads: [from], writes: [] },
  );
}
