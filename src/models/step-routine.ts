/** A network's training step as a routine: forward, loss, backward, update. */
import type { Network, Parameter } from "../core/network.ts";
import { ancestorsOf, parametersOf, sizeOf, nodeOf } from "../core/network.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import type { Place, Routine, Rows } from "../kernels/routine/routine.ts";
import type { ArenaLayout } from "./arena.ts";
import { rangesOf } from "./arena.ts";
import { Backward } from "./backward.ts";
import type { RoutineTeacher } from "./folded.ts";
import { folds, writeAtRest, writeFolded } from "./folded.ts";
import { fits, fspCallOf } from "./fsp-calls.ts";
import type { Features } from "./forward-calls.ts";
import { writeForward } from "./forward-calls.ts";
import { gathered } from "./gather-call.ts";
import { RoutineWriter } from "./routine-writer.ts";
import { unitsOf } from "./units.ts";

/** Steps whose results may wait to be read. */
const depth = 64;

/** Where in a step's results, `[batch]` each: the samples' cross-entropies in nats, and 1 where the network was right. */
export interface TaskRoutine {
  readonly routine: Routine;
  readonly losses: number;
  readonly correct: number;
}

/** `table` `[channels, 256]` maps a byte to what the network sees. Null where routines do not know a layer. */
export function taskRoutine(
  network: Network,
  layout: ArenaLayout,
  batch: number,
  table: Float32Array,
): TaskRoutine | null {
  const units = unitsOf(network, [network.output]);
  if (!units) return null;
  const writer = new RoutineWriter(batch);
  const features = writeForward(writer, network, units, layout, gathered(writer, network, table, "calls"), "batch");
  const logits = features.get(network.output)!;
  const backward = new Backward(writer, network, units, layout, features);
  const [losses, correct] = [writer.results(batch), writer.results(batch)];
  const classes = sizeOf(nodeOf(network, network.output).shape);
  const slope = backward.sinkOf(network.output).place;
  writer.calls.push({ op: "crossEntropy", logits, slope, classes, losses, correct });
  backward.write();
  const trained = parametersOf(network).filter((parameter) => parameter.trained);
  writer.calls.push({ op: "momentum", ranges: rangesOf(layout, trained) });
  return { routine: writer.routine(depth), losses, correct };
}

export interface FspRoutine {
  readonly routine: Routine;
  /** For each match, where in a step's results the samples' squared distances begin, `[batch]`. */
  readonly losses: ReadonlyMap<string, number>;
}

/**
 * Stage 1. The teacher is the routine's prelude. Its matrices stay in a cache of `cached` rows by `rows`; with rows by
 * "batch" they are good for one step only, which then needs the prelude. Null where routines do not know a layer or a pair.
 */
export function fspRoutine(
  student: { readonly network: Network; readonly layout: ArenaLayout; readonly table: Float32Array },
  teacher: RoutineTeacher,
  matches: readonly Match[],
  lambdaOf: (pair: string) => number,
  batch: number,
  cache: { readonly rows: Rows; readonly count: number },
): FspRoutine | null {
  const { network, layout } = student;
  const taps = tapsOf(matches.map((match) => match.student));
  const teacherTaps = tapsOf(matches.map((match) => match.teacher));
  const units = unitsOf(network, taps);
  const teacherUnits = unitsOf(teacher.network, teacherTaps);
  const fit = matches.every((match) => fits(network, match.student) && fits(teacher.network, match.teacher));
  if (!units || !teacherUnits || !fit) return null;

  const writer = new RoutineWriter(batch);
  const teacherFeatures = folds(teacher.network, teacherUnits, teacherTaps)
    ? writeFolded(writer, teacher, teacherUnits)
    : writeAtRest(writer, teacher, teacherUnits);
  const goals = writeTeacher(writer, teacher.network, teacherFeatures, matches, cache);
  const features = writeForward(
    writer,
    network,
    units,
    layout,
    gathered(writer, network, student.table, "calls"),
    "batch",
  );
  const backward = new Backward(writer, network, units, layout, features);
  const losses = new Map<string, number>();
  for (const { name, student: pair, shape } of matches) {
    const cells = shape[0] * shape[1];
    const [matrices, slope] = [writer.place(batch * cells), writer.place(batch * cells)];
    const maps = fspCallOf(network, pair, features);
    losses.set(name, writer.results(batch));
    writer.calls.push({ op: "fsp", ...maps, matrices, rows: "batch" });
    writer.calls.push({
      op: "fspLoss",
      student: matrices,
      teacher: goals.get(name)!,
      teacherRows: cache.rows,
      cells,
      slope,
      scale: (2 * lambdaOf(name)) / batch,
      losses: losses.get(name)!,
    });
    const [dfirst, dlast] = [backward.sinkOf(pair.first), backward.sinkOf(pair.last)];
    writer.calls.push({ op: "fspGrad", slope, ...maps, dfirst, dlast });
  }
  backward.write();
  const reached = ancestorsOf(network, taps);
  const behind = (parameter: Parameter) => parameter.trained && reached.has(parameter.node);
  writer.calls.push({ op: "momentum", ranges: rangesOf(layout, parametersOf(network).filter(behind)) });
  return { routine: writer.routine(depth), losses };
}

/** The teacher's matrices, by the match's name. */
function writeTeacher(
  writer: RoutineWriter,
  network: Network,
  features: Features,
  matches: readonly Match[],
  cache: { readonly rows: Rows; readonly count: number },
): Map<string, Place> {
  return new Map(
    matches.map(({ name, teacher: pair, shape }) => {
      const matrices = writer.lasting(cache.count * shape[0] * shape[1]);
      writer.prelude.push({ op: "fsp", ...fspCallOf(network, pair, features), matrices, rows: cache.rows });
      return [name, matrices];
    }),
  );
}
