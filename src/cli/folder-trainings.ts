/** A folder that `run --out` or `plan --out` wrote, as a training that a bundle may hold. */
import { readdirSync } from "node:fs";
import * as v from "valibot";
import { BadInput } from "../core/bad-input.ts";
import type { BundledTraining } from "../core/bundle.ts";
import { studentNetwork } from "../core/build-network.ts";
import { ownJson } from "../core/canonical.ts";
import { experimentsOf, toKeptDocument, toPlan } from "../core/document.ts";
import type { Document, Experiment, Plan } from "../core/experiment.ts";
import { teacherFailure } from "../core/job-queue.ts";
import { needsTeacher } from "../core/methods/facts.ts";
import { jobsOf, reportKey, runId, type Job, type StudentJob } from "../core/plan-jobs.ts";
import { runsOf } from "../core/plan-runs.ts";
import type { RecordedRun } from "../core/recording.ts";
import { resultSchema } from "../core/report-schema.ts";
import type { Result } from "../core/report.ts";
import { reportsOfRows } from "../core/reports-of-rows.ts";
import { RunTally, type How, type RunEnd } from "../core/run-end.ts";
import { noRateReason, tunedPlan, withRate } from "../core/sweep.ts";
import { triedRatesOf, tuningsIn } from "../core/tried-rates.ts";
import { studentHash } from "../engine/network-file.ts";
import { validationCurve } from "./curves-csv.ts";
import { FolderFiles } from "./folder-files.ts";
import { prefixOf, runOf } from "./job-results.ts";
import { curvesOf, timesOf } from "./job-rows.ts";
import { keptFailure, keptTrial } from "./kept-result.ts";
import { planFile } from "./plan-tables.ts";
import { systemReason } from "./system-reason.ts";

/** Throws `BadInput` where the folder holds no finished run, or one that is damaged. */
export async function trainingIn(path: string): Promise<BundledTraining> {
  checkFolder(path);
  const folder = new FolderFiles(path);
  const document = documentIn(folder);
  const places = document.kind === "plan" ? runsOf(document).map(({ run }) => `${runId(run)}/`) : [""];
  const found: FoundRun[] = [];
  for (const prefix of places) {
    const run = await runIn(folder, prefix);
    if (run) found.push(run);
  }
  const [first] = found;
  if (!first) throw new BadInput(`${path} holds no finished run; name a folder that run --out has written.`);
  return {
    file: { document, environment: first.result.environment, runs: found.map(({ recorded }) => recorded) },
    ends: await endsOf(folder, toPlan(document)),
    weights: eachOnce(found.flatMap(({ weights }) => weights)),
  };
}

/** The plan that the folder's runs are of, each experiment at the rate that its sweep chose, where it has. */
export async function planRunIn(path: string): Promise<Plan> {
  checkFolder(path);
  const folder = new FolderFiles(path);
  const plan = toPlan(documentIn(folder));
  return tunedPlan(plan, tuningsIn(plan, await endsOf(folder, plan)));
}

/** Of trials, and of runs that failed. */
async function endsOf(folder: FolderFiles, plan: Plan): Promise<RunEnd[]> {
  const ends: RunEnd[] = [];
  const failedTeachers = new Map<string, string>();
  // As they were done: what a job needs comes before it, and the folders of teachers are numbered so.
  for (const job of jobsOf(plan)) {
    if (job.kind === "teacher") {
      const failure = await failureIn(folder, plan, job);
      if (failure !== null) failedTeachers.set(job.id, failure);
      continue;
    }
    const end =
      (await endIn(folder, plan, withChosenRate(plan, job, ends))) ?? notBegun(plan, job, ends, failedTeachers);
    if (end) ends.push(end);
  }
  return ends;
}

/** As it was trained: at the rate that its sweep chose, where there was one. */
function withChosenRate(plan: Plan, job: StudentJob, ends: readonly RunEnd[]): StudentJob {
  const rate = job.kind === "run" ? triedRatesOf(plan, job.experiment, ends)?.tuning.rate : null;
  return rate === null || rate === undefined ? job : { ...job, experiment: withRate(job.experiment, rate) };
}

/** What a job leaves no files of: its teacher failed, or every rate of its sweep; null of others. */
function notBegun(
  plan: Plan,
  job: StudentJob,
  ends: readonly RunEnd[],
  failedTeachers: ReadonlyMap<string, string>,
): RunEnd | null {
  const reason = (): string | null => {
    const teacher = needsTeacher(job.experiment.method)
      ? job.needs.find((need) => failedTeachers.has(need))
      : undefined;
    if (teacher !== undefined) return teacherFailure(failedTeachers.get(teacher)!);
    const isRateless = job.kind === "run" && triedRatesOf(plan, job.experiment, ends)?.tuning.rate === null;
    return isRateless ? noRateReason : null;
  };
  const why = reason();
  return why === null
    ? null
    : new RunTally().end(job.id, reportKey(job), job.experiment, { kind: "failed", reason: why });
}

/** Null of what is no trial and did not fail. */
async function endIn(folder: FolderFiles, plan: Plan, job: StudentJob): Promise<RunEnd | null> {
  const { experiment, id } = job;
  const [prefix, run] = [prefixOf(plan, job), runOf(job)];
  const how = async (): Promise<How | null> => {
    const reason = await failureIn(folder, plan, job);
    if (reason !== null) return { kind: "failed", reason };
    const tried = folder.read(`${prefix}trial.json`);
    if (!tried || job.kind !== "trial") return null;
    return { kind: "tried", accuracy: await keptTrial(tried, experiment, run, folder.pathOf(`${prefix}trial.json`)) };
  };
  const ended = await how();
  if (!ended) return null;
  const validation = curvesOf(folder, prefix).get(validationCurve) ?? { steps: [], values: [] };
  return { id, run, rate: experiment.task.rate, how: ended, validation, times: timesOf(folder, prefix) };
}

/** A sentence; null where the job did not fail. */
async function failureIn(folder: FolderFiles, plan: Plan, job: Job): Promise<string | null> {
  const file = `${prefixOf(plan, job)}failed.json`;
  const bytes = folder.read(file);
  return bytes && (await keptFailure(bytes, job.experiment, runOf(job), folder.pathOf(file))).reason;
}

/** Runs share a teacher, and each has a copy. */
function eachOnce(weights: FoundRun["weights"]): Map<string, Uint8Array> {
  return new Map(
    weights.filter(([, bytes], index) => !weights.slice(0, index).some(([, other]) => isSame(bytes, other))),
  );
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

function checkFolder(path: string): void {
  try {
    readdirSync(path);
  } catch (error) {
    throw new BadInput(`${path} cannot be read: ${systemReason(error)}; name a folder that run --out has written.`);
  }
}

function documentIn(folder: FolderFiles): Document {
  const file = [planFile, "experiment.json"].find((name) => folder.has(name));
  if (file === undefined)
    throw new BadInput(
      `${folder.path} holds neither ${planFile} nor experiment.json; name a folder that run --out has written.`,
    );
  return toKeptDocument(jsonIn(folder, file));
}

interface FoundRun {
  readonly recorded: RecordedRun;
  readonly result: Result;
  readonly weights: readonly (readonly [string, Uint8Array])[];
}

/** Null where it is not finished. What it came to, measured and learnt have to be of one run. */
async function runIn(folder: FolderFiles, prefix: string): Promise<FoundRun | null> {
  if (!folder.has(`${prefix}result.json`)) return null;
  const result = v.safeParse(resultSchema, jsonIn(folder, `${prefix}result.json`));
  if (!result.success) throw damaged(folder, `${prefix}result.json`);
  const [experiment] = experimentsOf(toKeptDocument(jsonIn(folder, `${prefix}experiment.json`)));
  if (!experiment) throw damaged(folder, `${prefix}experiment.json`);
  const text = (file: string) => new TextDecoder().decode(folder.read(`${prefix}${file}`) ?? undefined);
  const rows = { metrics: text("metrics.csv"), timings: text("timings.csv") };
  const reports = reportsOfRows(rows, experiment, result.output);
  if (!reports) throw damaged(folder, `${prefix}metrics.csv`);
  const student = `${prefix}student.safetensors`;
  if ((await hashOfStudent(folder.read(student), experiment)) !== result.output.weightsHash)
    throw damaged(folder, student);
  const run = { experiment: experiment.name, seed: result.output.seed };
  const weights = ["teacher", "student", "adapters"].flatMap((name) => {
    const bytes = folder.read(`${prefix}${name}.safetensors`);
    return bytes ? [[`${runId(run)}-${name}.safetensors`, bytes] as const] : [];
  });
  return { recorded: { run, reports }, result: result.output, weights };
}

/** Null where there are no weights of its network. */
async function hashOfStudent(bytes: Uint8Array | null, experiment: Experiment): Promise<string | null> {
  try {
    return bytes && (await studentHash(bytes, studentNetwork(experiment)));
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

function jsonIn(folder: FolderFiles, file: string): unknown {
  try {
    return ownJson<unknown>(new TextDecoder().decode(folder.read(file) ?? undefined));
  } catch {
    throw damaged(folder, file);
  }
}

function damaged(folder: FolderFiles, file: string): BadInput {
  return new BadInput(`${folder.pathOf(file)} is missing or damaged; make that run anew.`);
}
