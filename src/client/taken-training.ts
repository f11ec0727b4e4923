/** A training that comes from a file, as it is kept beside those that were trained here. */
import type { BundledTraining } from "../core/bundle.ts";
import { canonicalJson, hasSha256, sha256Of } from "../core/canonical.ts";
import { toPlan } from "../core/document.ts";
import { endsIn } from "../core/ends-in.ts";
import type { Plan } from "../core/experiment.ts";
import { reportKey, runId, studentJobsOf } from "../core/plan-jobs.ts";
import { runsOf, teacherKey, teacherSeed } from "../core/plan-runs.ts";
import type { RunKey } from "../core/report.ts";
import { runFileText, type RunFile } from "../core/run-file.ts";
import type { How, RunEnd } from "../core/run-end.ts";
import { isSameRun, pageOrder } from "../core/run-order.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { teacherFactsKey, teacherFactsOf, type TeacherOrigin } from "../core/teacher-file.ts";
import type { TrainingRecord } from "../storage/training-record.ts";
import { studentKey, type MadeNetwork } from "../storage/trainings.ts";

/** Of equal contents the same id, so that what comes twice is kept once; null over plain http, where nothing can be hashed. */
export async function idOfFile(file: RunFile): Promise<string | null> {
  return hasSha256() ? `file-${await sha256Of(new TextEncoder().encode(runFileText(file)))}` : null;
}

/**
 * `said` is how its runs and trials ended, as far as reports do not tell. `now` is in milliseconds since 1970. It has ended
 * where every run that the file holds has.
 */
export function takenRecord(
  { document, environment, runs }: RunFile,
  id: string,
  now: number,
  said: readonly RunEnd[] = [],
): TrainingRecord {
  const plan = toPlan(document);
  const finished = endsIn({ plan, runs });
  const reported = new Set(finished.map((end) => end.id));
  const ends = [...otherEnds(plan, said).filter((end) => !reported.has(end.id)), ...finished];
  const ended = new Set(ends.map((end) => end.id));
  // A file may hold some of a plan's runs; the others are nobody's to wait for.
  const order = pageOrder(plan).filter(
    (run) => ended.has(runId(run)) || runs.some((other) => isSameRun(other.run, run)),
  );
  return {
    version: 1,
    id,
    document,
    begunAt: now,
    changedAt: now,
    environment,
    status: order.length > 0 && order.every((run) => ended.has(runId(run))) ? "finished" : "left",
    chunks: 0,
    checkpoints: [],
    results: ends.flatMap(({ run, how }) => (how.kind === "finished" ? [{ run, accuracy: how.result.last.test }] : [])),
    order,
    ends,
  };
}

/** The plan's trials, and its runs that did not come to an end: results are believed of nothing but reports. */
function otherEnds(plan: Plan, said: readonly RunEnd[]): RunEnd[] {
  const jobs = new Map(studentJobsOf(plan, runsOf(plan)).map((job) => [job.id, job]));
  return said.filter(({ id, run, how }, index) => {
    const job = jobs.get(id);
    const kinds: readonly How["kind"][] = job?.kind === "trial" ? ["tried", "failed"] : ["failed", "skipped"];
    const isFirst = said.findIndex((other) => other.id === id) === index;
    return job && isFirst && isSameRun(run, reportKey(job)) && kinds.includes(how.kind);
  });
}

/** The students and teachers of its runs, by the storage's keys; files of weights that are neither are left out. */
export async function takenNetworks({
  file,
  weights,
}: Pick<BundledTraining, "file" | "weights">): Promise<Map<string, MadeNetwork>> {
  const plan = toPlan(file.document);
  const runs = file.runs.map(({ run }) => run);
  const networks = new Map<string, MadeNetwork>();
  for (const [path, bytes] of weights) {
    const name = path.replace(/\.safetensors$/, "");
    const facts = teacherFactsOf(tensorFileOf(bytes, path).metadata[teacherFactsKey]);
    const key = facts ? keyOfTeacher(plan, runs, facts.origin) : keyOfStudent(runs, name);
    if (key !== null) networks.set(key, { sha256: await sha256Of(bytes), name, bytes });
  }
  return networks;
}

/** As the lab calls it in a bundle. */
function keyOfStudent(runs: readonly RunKey[], name: string): string | null {
  const run = runs.find((one) => name === `${runId(one)}-student`);
  return run ? studentKey(run) : null;
}

/** Null where no run learns from a teacher that came to be so. */
function keyOfTeacher(plan: Plan, runs: readonly RunKey[], origin: TeacherOrigin | null): string | null {
  if (!origin) return null;
  const made = canonicalJson([origin.recipe, origin.data, origin.seed]);
  const found = runsOf(plan).find(({ run, experiment }) => {
    const { teacher, data } = experiment;
    if (teacher.kind !== "recipe" || !runs.some((one) => isSameRun(one, run))) return false;
    return canonicalJson([teacher, teacher.data ?? data, teacherSeed(plan, experiment, run.seed)]) === made;
  });
  return found ? teacherKey(plan, found.experiment, found.run.seed) : null;
}
