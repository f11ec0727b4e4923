/** `lab run` and `lab plan`: a plan from its first job to its tables. */
import { canonicalJson } from "../core/canonical.ts";
import { BadInput } from "../core/bad-input.ts";
import { jobsOf, type Job } from "../core/plan-jobs.ts";
import { Interrupted, Interruption } from "./interruption.ts";
import { JobDesk } from "./job-desk.ts";
import { Stopped, type JobOutcome } from "./job-outcome.ts";
import { isKept } from "./job-results.ts";
import { openLab, type NodeLab } from "./node-lab.ts";
import { OutFolder } from "./out-folder.ts";
import { estimateText, PlanProgress } from "./plan-progress.ts";
import { performPlan, type Hand, type PlanOutcome } from "./plan-queue.ts";
import { planEnd, planText, writeTables } from "./plan-tables.ts";
import { runOptions, type RunOptions } from "./run-options.ts";
import { WorkerHand } from "./worker-hand.ts";

/** Prints the tables; throws when a run failed. */
export async function runCommand(args: string[]): Promise<void> {
  await runPlan(await runOptions(args));
}

/** The same, for what takes so long that it must not be lost. */
export async function planCommand(args: string[]): Promise<void> {
  const options = await runOptions(args);
  if (options.out === null)
    throw new BadInput("plan keeps what it does in a folder; name one, as in --out out/plan, or use run.");
  await runPlan(options);
}

async function runPlan(options: RunOptions): Promise<void> {
  const { plan, findStored, findTeacher, backend, engine, dumpBatch, out } = options;
  const interruption = new Interruption();
  const lab = await openLab(plan, backend, engine, findStored, findTeacher);
  // A run goes on with the same bits only where it began: on the same adapter too, by the same variants of its kernels.
  const identity = canonicalJson({ plan, dumpBatch, environment: lab.parts.environment });
  const folder = out === null ? null : new OutFolder(out, identity);
  const jobs = jobsOf(plan);
  const runs = jobs.filter(({ kind }) => kind === "run").length;
  const soFar = new Map<string, JobOutcome>();
  let end: ReturnType<typeof planEnd>;
  try {
    const outcomes = await performed(options, { lab, identity, folder, jobs, soFar, stop: interruption.signal });
    end = planEnd(plan, outcomes, options);
    if (folder && runs > 1) writeTables(folder, end);
    // A run alone shares its teacher with nobody, and has it beside its other files.
    if (runs === 1) folder?.remove("teachers");
    // While they are not printed, the same command goes on to it.
    process.stdout.write(`${planText(end)}\n`);
    folder?.finish();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    // Seed by seed, so that what there is can be compared.
    const isAnything = jobs.some(({ kind, id }) => kind === "run" && soFar.has(id));
    if (isAnything) process.stdout.write(`So far:\n\n${planText(planEnd(plan, soFar, options))}\n`);
    throw new Interrupted(sentenceFor(folder), interruption.exitCode ?? 1);
  } finally {
    folder?.close();
  }
  const failed = end.table.outcomes.filter(({ status }) => status === "failed").length;
  if (failed > 0) throw new Error(`${failed} of ${runs} runs failed; the table names them.`);
}

interface Opened {
  readonly lab: NodeLab;
  readonly identity: string;
  readonly folder: OutFolder | null;
  readonly jobs: readonly Job[];
  /** Added to as jobs end. */
  readonly soFar: Map<string, JobOutcome>;
  readonly stop: AbortSignal;
}

/** Does all jobs, here or in processes of their own, and shows how far they are. */
async function performed(options: RunOptions, opened: Opened): Promise<PlanOutcome> {
  const { plan, backend, engine, data, teachers, dumpBatch } = options;
  const { lab, identity, folder, jobs, soFar, stop } = opened;
  const done = new Set(folder ? jobs.filter((job) => isKept(plan, folder, job)).map(({ id }) => id) : []);
  const progress = new PlanProgress({
    jobs,
    done,
    now: () => performance.now(),
    isTerminal: process.stderr.isTTY,
    // Some terminals say 0 or nothing.
    width: () => process.stderr.columns || 80,
    write: (text) => void process.stderr.write(text),
  });
  const processes = Math.min(options.jobs, jobs.length);
  progress.say(estimateText(jobs, done, backend, processes));
  const listener = {
    began: (job: Job) => progress.began(job),
    ended: (job: Job, outcome: JobOutcome) => {
      soFar.set(job.id, outcome);
      progress.ended(job, failureIn(outcome));
    },
  };
  const workers: WorkerHand[] = [];
  try {
    if (processes > 1 && folder) {
      const employment = { plan, backend, engine, data, teachers, out: folder.path, identity, dumpBatch };
      for (let count = 0; count < processes; count++) {
        workers.push(
          await WorkerHand.open(employment, lab.parts.environment, ({ job }, step) => progress.step(job, step)),
        );
      }
      return await performPlan(plan, workers, listener, stop);
    }
    const desk = new JobDesk({ plan, lab, folder, identity, dumpBatch });
    const hand: Hand = {
      perform: (task, stopped) => desk.perform(task, (step) => progress.step(task.job, step), stopped),
    };
    return await performPlan(plan, [hand], listener, stop);
  } finally {
    for (const worker of workers) worker.close();
    progress.close();
  }
}

function failureIn(outcome: JobOutcome): string | null {
  if (outcome.kind !== "run") return outcome.failure;
  return outcome.outcome.status === "failed" ? outcome.outcome.reason : null;
}

function sentenceFor(folder: OutFolder | null): string {
  return folder
    ? `Interrupted; the same command goes on from what is kept in ${folder.path}.`
    : "Interrupted; without --out nothing was kept.";
}
