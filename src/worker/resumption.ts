/** Where an interrupted training goes on, from what was kept of it. */
import { BadInput } from "../core/bad-input.ts";
import { teacherNetwork } from "../core/build-network.ts";
import { canonicalJson } from "../core/canonical.ts";
import type { Plan } from "../core/experiment.ts";
import { endsIn } from "../core/ends-in.ts";
import { JobQueue } from "../core/job-queue.ts";
import { reportKey, studentJobsOf } from "../core/plan-jobs.ts";
import { runsOf, teacherKey } from "../core/plan-runs.ts";
import type { RecordedRun } from "../core/recording.ts";
import type { Environment, Report, RunKey } from "../core/report.ts";
import type { RunEnd } from "../core/run-end.ts";
import { isSameRun, orderedRuns, pageOrder } from "../core/run-order.ts";
import { checkpointOf } from "../engine/checkpoint-file.ts";
import { teacherOf } from "../engine/network-file.ts";
import type { Checkpoint } from "../engine/checkpoints.ts";
import type { TeacherShelf } from "../engine/plan-run.ts";
import type { TrainingRecord } from "../storage/training-record.ts";
import type { Trainings } from "../storage/trainings.ts";
import { StorageTrouble } from "../storage/trouble.ts";

export interface Resumption {
  /** As it is at the checkpoint: what was kept behind that is forgotten. Without chunks: what was reported is written anew. */
  readonly record: TrainingRecord;
  /** All that was reported before the checkpoint, or by runs that have ended. */
  readonly before: readonly RecordedRun[];
  /** The runs to make, in their order. */
  readonly order: readonly RunKey[];
  /** The run or trial that it stands in, and where; null before the first. */
  readonly current: { readonly run: RunKey; readonly from: Checkpoint } | null;
  readonly shelf: TeacherShelf;
}

/**
 * Null for `asked`: as it was kept. Else it has ended, and goes on behind the runs that have with those that `asked` names.
 * Rejects with `BadInput` where it is not there any more, or would go on with other numbers than it began with.
 */
export async function resumptionOf(
  id: string,
  plan: Plan,
  environment: Environment,
  trainings: Trainings,
  asked: readonly RunKey[] | null,
): Promise<Resumption> {
  const record = await recordOf(id, trainings);
  if (record.environment && canonicalJson(record.environment) !== canonicalJson(environment)) {
    const [begun, here] = [described(record.environment), described(environment)];
    throw new BadInput({ code: "training-environment", begun, here });
  }
  const order = asked ?? record.order ?? runsOf(plan).map(({ run }) => run);
  const begun = { ...record, environment, status: "training" as const };
  const kept = asked ? null : await trainings.checkpoint(record);
  const before = kept && (await allBefore(record, kept.note.chunks, trainings));
  if (!kept || !before) return behindEnded(begun, plan, order, trainings);
  const { run, chunks, ends: count } = kept.note;
  // An older lab did not count them.
  const ends = count === undefined ? endsIn({ plan, runs: before }) : (record.ends ?? []).slice(0, count);
  const queue = new JobQueue(plan, pageOrder(plan), ends);
  const job = queue.next(run);
  if (!job || !isSameRun(reportKey(job), run)) throw new BadInput({ code: "training-gone" });
  const { checkpoint } = await checkpointOf(kept.bytes, queue.experimentOf(job), null);
  const cut: TrainingRecord = { ...begun, chunks, results: resultsIn(before), ends };
  const shelf = await shelfOf(id, plan, before, trainings);
  return { record: cut, before, order, current: { run, from: checkpoint }, shelf };
}

/** The runs that have ended are kept whole; of all others the same bits come again from their beginnings. */
async function behindEnded(
  begun: TrainingRecord,
  plan: Plan,
  order: readonly RunKey[],
  trainings: Trainings,
): Promise<Resumption> {
  const told = await allBefore(begun, begun.chunks, trainings);
  const jobs = new Set(studentJobsOf(plan, orderedRuns(plan, order)).map(({ id }) => id));
  const isWanted = ({ id, how }: RunEnd) => how.kind === "skipped" && jobs.has(id);
  const known = told ? (begun.ends ?? endsIn({ plan, runs: told })) : [];
  const ends = known.filter((end) => !isWanted(end));
  const before = (told ?? []).filter(({ run }) => ends.some((end) => isSameRun(end.run, run)));
  // What was told of others is left out when it is written anew.
  const results = resultsIn(before);
  const record: TrainingRecord = { ...begun, chunks: 0, checkpoints: [], results, ends, order: [...order] };
  return { record, before, order, current: null, shelf: await shelfOf(begun.id, plan, before, trainings) };
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
  const jobs = studentJobsOf(plan, orderedRuns(plan, pageOrder(plan)));
  for (const [key, { bytes, name }] of await trainings.teachers(id)) {
    // Whichever was made first has trained it; of the others the same reports stand.
    for (const job of jobs) {
      if (teacherKey(plan, job.experiment, job.seed) !== key) continue;
      const own = before.filter(({ run }) => isSameRun(run, reportKey(job))).flatMap(({ reports }) => reports);
      const reports = own.filter(isOfTeacher);
      const isWhole = reports.some((report) => report.type === "evaluation" && report.split === "test");
      if (!isWhole) continue;
      shelf.set(key, { ...(await teacherOf(bytes, teacherNetwork(job.experiment), name)), reports });
      break;
    }
  }
  return shelf;
}

function isOfTeacher(report: Report): boolean {
  return "stage" in report && report.stage === 0;
}

export function resultsIn(before: readonly RecordedRun[]): TrainingRecord["results"] {
  return before.flatMap(({ run, reports }) =>
    reports.flatMap((report) => (report.type === "finished" ? [{ run, accuracy: report.result.last.test }] : [])),
  );
}

function described({ lab, sources, backend, engine, adapter, variants }: Environment): string {
  const build = sources ? `lab ${lab} of ${sources.slice(0, 8)}` : `lab ${lab}`;
  const parts = [adapter, engine, variants && `kernels ${variants.slice(0, 8)}`, build].filter(Boolean);
  return `${backend} (${parts.join(", ")})`;
}
