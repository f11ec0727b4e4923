/** Where an interrupted training goes on, from what was kept of it. */
import { BadInput } from "../core/bad-input.ts";
import { teacherNetwork } from "../core/build-network.ts";
import { canonicalJson } from "../core/canonical.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { hasTeacher, runsOf, teacherKey } from "../core/plan-runs.ts";
import type { RecordedRun } from "../core/recording.ts";
import type { Environment, Report, RunKey } from "../core/report.ts";
import { checkpointOf } from "../engine/checkpoint-file.ts";
import { teacherOf } from "../engine/network-file.ts";
import type { Checkpoint, TeacherShelf } from "../engine/plan-run.ts";
import type { TrainingRecord } from "../storage/training-record.ts";
import type { Trainings } from "../storage/trainings.ts";
import { StorageTrouble } from "../storage/trouble.ts";

export interface Resumption {
  /** As it is at the checkpoint: what was kept behind that is forgotten. */
  readonly record: TrainingRecord;
  /** All that was reported before the checkpoint. */
  readonly before: readonly RecordedRun[];
  /** Of the plan's runs, the first that is not whole. */
  readonly index: number;
  readonly from: Checkpoint | null;
  readonly shelf: TeacherShelf;
}

/** Rejects with `BadInput` where it is not there any more, or would go on with other numbers than it began with. */
export async function resumptionOf(
  id: string,
  plan: Plan,
  environment: Environment,
  trainings: Trainings,
): Promise<Resumption> {
  const record = await recordOf(id, trainings);
  if (record.environment && canonicalJson(record.environment) !== canonicalJson(environment)) {
    const [begun, here] = [described(record.environment), described(environment)];
    throw new BadInput({ code: "training-environment", begun, here });
  }
  const kept = await trainings.checkpoint(record);
  const before = kept && (await allBefore(record, kept.note.chunks, trainings));
  // Without a whole checkpoint, and all that lies before it, the same bits come again from the beginning.
  if (!kept || !before) return resumption({ ...record, environment, chunks: 0, checkpoints: [], results: [] }, [], 0);
  const { run, chunks } = kept.note;
  const runs = runsOf(plan);
  const index = runs.findIndex((other) => isSameRun(other.run, run));
  const current = runs[index];
  if (!current) throw new BadInput({ code: "training-gone" });
  const { checkpoint } = await checkpointOf(kept.bytes, current.experiment, "The checkpoint");
  const cut: TrainingRecord = { ...record, environment, chunks, results: resultsIn(before) };
  const shelf = await shelfOf(id, plan, before, trainings);
  return { ...resumption(cut, before, index), from: checkpoint, shelf };
}

function resumption(record: TrainingRecord, before: readonly RecordedRun[], index: number): Resumption {
  return { record: { ...record, status: "training" }, before, index, from: null, shelf: new Map() };
}

/** The runs that are still to be made; the first may go on in its middle. */
export function remainingRuns(
  plan: Plan,
  { index, from }: Pick<Resumption, "index" | "from">,
): { readonly run: RunKey; readonly experiment: Experiment; readonly from: Checkpoint | null }[] {
  return runsOf(plan)
    .slice(index)
    .map((one, place) => ({ ...one, from: place === 0 ? from : null }));
}

async function recordOf(id: string, trainings: Trainings): Promise<TrainingRecord> {
  try {
    const record = await trainings.record(id);
    if (record) return record;
  } catch (error) {
    if (!(error instanceof StorageTrouble)) throw error;
  }
  throw new BadInput({ code: "training-gone" });
}

/** Null where a part is missing. */
async function allBefore({ id }: TrainingRecord, chunks: number, trainings: Trainings): Promise<RecordedRun[] | null> {
  const before: RecordedRun[] = [];
  let read = 0;
  for await (const runs of trainings.chunks(id, chunks)) {
    before.push(...runs);
    read += 1;
  }
  return read === chunks ? before : null;
}

/** Teachers that the training has made whole before its checkpoint, with all that was reported of them. */
async function shelfOf(
  id: string,
  plan: Plan,
  before: readonly RecordedRun[],
  trainings: Trainings,
): Promise<TeacherShelf> {
  const shelf: TeacherShelf = new Map();
  const runs = runsOf(plan);
  for (const [key, { bytes, name }] of await trainings.teachers(id)) {
    const first = runs.find(
      ({ run, experiment }) => hasTeacher(plan, experiment) && teacherKey(plan, experiment, run.seed) === key,
    );
    if (!first) continue;
    const own = before.filter(({ run }) => isSameRun(run, first.run)).flatMap(({ reports }) => reports);
    const reports = own.filter(isOfTeacher);
    const isWhole = reports.some((report) => report.type === "evaluation" && report.split === "test");
    if (isWhole) shelf.set(key, { ...(await teacherOf(bytes, teacherNetwork(first.experiment), name)), reports });
  }
  return shelf;
}

function isOfTeacher(report: Report): boolean {
  return (report.type === "stage" || report.type === "step" || report.type === "evaluation") && report.stage === 0;
}

function resultsIn(before: readonly RecordedRun[]): TrainingRecord["results"] {
  return before.flatMap(({ run, reports }) =>
    reports.flatMap((report) => (report.type === "finished" ? [{ run, accuracy: report.result.last.test }] : [])),
  );
}

function isSameRun(a: RunKey, b: RunKey): boolean {
  return a.experiment === b.experiment && a.seed === b.seed;
}

function described({ lab, backend, engine, adapter, variants }: Environment): string {
  const parts = [adapter, engine, variants && `kernels ${variants.slice(0, 8)}`, `lab ${lab}`].filter(Boolean);
  return `${backend} (${parts.join(", ")})`;
}
