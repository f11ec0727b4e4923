/** Does the jobs of one plan in this process, one after another. What was done before, by any process, is taken as it lies. */
import { BadInput } from "../core/bad-input.ts";
import type { BrokenLayer } from "../core/divergence.ts";
import { brokenSentence } from "../core/divergence.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import type { Job } from "../core/plan-jobs.ts";
import { runsOf, teacherSeed } from "../core/plan-runs.ts";
import { isValidation, type Report, type Result, type RunKey, type StepReport } from "../core/report.ts";
import { trialPlan } from "../core/sweep.ts";
import { brokenLayer } from "../engine/broken-layer.ts";
import { NotFinite } from "../engine/not-finite.ts";
import type { PlanReports } from "../engine/plan-run.ts";
import { openOrTrain, runOne } from "../engine/plan-run.ts";
import type { TrainedTeacher } from "../engine/trained-teacher.ts";
import type { FolderFiles } from "./folder-files.ts";
import { JobFiles } from "./job-files.ts";
import { experimentOf, Stopped, type JobOutcome, type Task } from "./job-outcome.ts";
import { JobResults, prefixOf, runOf } from "./job-results.ts";
import type { NodeLab } from "./node-lab.ts";
import { writeRun } from "./run-files.ts";
import { StageClock } from "../core/stage-times.ts";
import { TeacherStore } from "./teacher-store.ts";

const checkpointEveryMs = 30_000;

export interface DeskSettings {
  readonly plan: Plan;
  readonly lab: NodeLab;
  /** Null where nothing is kept. */
  readonly folder: FolderFiles | null;
  /** Says what is run, and on what. */
  readonly identity: string;
  readonly dumpBatch: number;
}

export type OnStep = (step: StepReport) => void;

/** One job while it is done. */
interface Doing {
  readonly task: Task;
  readonly experiment: Experiment;
  readonly files: JobFiles | null;
  readonly seen: {
    readonly clock: StageClock;
    readonly validation: { readonly steps: number[]; readonly values: number[] };
  };
  readonly onStep: OnStep;
  readonly stop: AbortSignal;
}

export class JobDesk {
  readonly #settings: DeskSettings;
  readonly #teachers: TeacherStore;
  readonly #results: JobResults;

  constructor(settings: DeskSettings) {
    const { plan, folder } = settings;
    this.#settings = settings;
    this.#teachers = new TeacherStore(plan, folder);
    this.#results = new JobResults(plan, folder, this.#teachers);
  }

  /** Of a run whose numbers stop being finite too; rejects with `Stopped` where `stop` asked for that. */
  async perform(task: Task, onStep: OnStep, stop: AbortSignal): Promise<JobOutcome> {
    const seen = { clock: new StageClock(), validation: { steps: [], values: [] } };
    try {
      return (await this.#results.kept(task, seen)) ?? (await this.#made(task, seen, onStep, stop));
    } catch (error) {
      throw error instanceof Stopped ? error : await this.#settings.lab.causeOf(error);
    }
  }

  async #made(task: Task, seen: Doing["seen"], onStep: OnStep, stop: AbortSignal): Promise<JobOutcome> {
    const { plan, folder, identity, lab } = this.#settings;
    const { job } = task;
    const experiment = experimentOf(task);
    const place = { prefix: prefixOf(plan, job), identity, id: job.id, experiment, run: this.#rowNames(job) };
    const files = folder && (await JobFiles.open({ folder, ...place }));
    try {
      return await this.#trained({ task, experiment, files, seen, onStep, stop });
    } catch (error) {
      const cause = error instanceof NotFinite ? await lab.causeOf(error) : error;
      if (!(cause instanceof NotFinite)) throw cause;
      const layer = await this.#brokenLayer(cause, stop);
      const reason = layer ? `${cause.message} ${brokenSentence(layer)}` : cause.message;
      // A run alone fails as such; a plan goes on behind it.
      const isAlone = job.kind !== "trial" && runsOf(plan).length === 1;
      if (isAlone) throw new Error(reason, { cause: error });
      files?.rows.marks();
      const outcome = await this.#results.failed(task, reason, layer, seen);
      files?.forget();
      return outcome;
    } finally {
      files?.close();
    }
  }

  /** Null where none can be named. */
  async #brokenLayer(error: NotFinite, stop: AbortSignal): Promise<BrokenLayer | null> {
    const { parts } = this.#settings.lab;
    const breathe = async () => {
      await parts.breathe();
      if (stop.aborted) throw new Stopped("asked to stop");
    };
    return brokenLayer(error, { breathe, onProgress: () => {} });
  }

  async #trained(doing: Doing): Promise<JobOutcome> {
    const { job } = doing.task;
    switch (job.kind) {
      case "teacher":
        return this.#teacher(job, doing);
      case "trial":
        return this.#trial(doing);
      case "run":
        return this.#run(job, doing);
      default:
        return job satisfies never;
    }
  }

  async #teacher(job: Job, doing: Doing): Promise<JobOutcome> {
    const { experiment, files, seen } = doing;
    const { plan, lab } = this.#settings;
    const trained: TrainedTeacher[] = [];
    const training = async function* () {
      trained.push(yield* openOrTrain(plan, experiment, job.seed, files?.from ?? null, lab.parts));
    };
    await follow(training(), doing, async () => null);
    const [teacher] = trained;
    if (!teacher) throw new Error(`The training of the teacher of "${experiment.name}" ended without it.`);
    files?.rows.marks();
    await this.#teachers.keep(job, teacher);
    files?.forget();
    return this.#results.taught(job, seen);
  }

  async #trial(doing: Doing): Promise<JobOutcome> {
    const { task, experiment, files, seen } = doing;
    const isLast = (report: Report) => isValidation(report) && report.step === experiment.task.iterations;
    // Left before the test images would be looked at.
    const validation = await follow(this.#runs(doing), doing, async ({ reports }) => {
      const last = reports.find(isLast);
      return last?.type === "evaluation" ? last.accuracy : null;
    });
    if (validation === null) throw new Error(`The trial "${task.job.id}" ended without a validation accuracy.`);
    files?.rows.marks();
    const outcome = await this.#results.tried(task, validation, seen);
    files?.forget();
    return outcome;
  }

  async #run(job: Job, doing: Doing): Promise<JobOutcome> {
    const result = await follow(this.#runs(doing), doing, async (tick) => {
      const found = tick.reports.find((report) => report.type === "finished")?.result ?? null;
      if (found) await this.#writeWhole(doing, tick, found);
      return found;
    });
    if (!result) throw new Error(`The run of "${doing.experiment.name}" ended without a result.`);
    return this.#results.finished(job, result, doing.seen);
  }

  /** The student's training; its teacher was trained by a job before it, or has shipped. */
  async *#runs({ task, experiment, files }: Doing): AsyncGenerator<PlanReports, void> {
    const { plan, lab } = this.#settings;
    const { job } = task;
    const teacher = job.needs.find((need) => need.startsWith("teachers/"));
    if (teacher !== undefined && !(await this.#teachers.find(teacher, job)))
      throw new BadInput(`The teacher in "${teacher}" is gone; the same command trains it anew.`);
    // Of itself alone it has no teacher that others only would have it looked at beside.
    const within = job.kind === "trial" || teacher === undefined ? trialPlan(plan, experiment) : plan;
    yield* runOne(within, experiment, job.seed, this.#teachers.shelf, files?.from ?? null, lab.parts);
  }

  async #writeWhole({ task, experiment, files }: Doing, { active }: PlanReports, result: Result): Promise<void> {
    const { plan, folder, lab, dumpBatch } = this.#settings;
    if (!active.student) throw new Error(`The run of "${experiment.name}" has a result, and no student.`);
    if (!folder || !files) return;
    files.rows.marks();
    const images = await lab.parts.openImages(experiment.data);
    const { settle } = lab.parts;
    const [prefix, tuning, run] = [prefixOf(plan, task.job), task.tuning, active.student];
    await writeRun({ folder, prefix, experiment, run, result, tuning, images, dumpBatch, settle });
    files.forget();
  }

  /** What a job's rows call it. */
  #rowNames(job: Job): RunKey {
    if (job.kind !== "teacher") return runOf(job);
    return { experiment: "teacher", seed: teacherSeed(this.#settings.plan, job.experiment, job.seed) };
  }
}

/** Gives what `endOf` finds first; null where it finds nothing. */
async function follow<End>(
  ticks: AsyncIterable<PlanReports>,
  { files, seen: { clock, validation }, onStep, stop }: Doing,
  endOf: (tick: PlanReports) => Promise<End | null>,
): Promise<End | null> {
  let keptAt = performance.now();
  for await (const tick of ticks) {
    for (const report of tick.reports) {
      files?.rows.add(report);
      clock.add(report);
      // A shared teacher's reports come again with no step behind them.
      if (report.type === "step" && tick.active.checkpoint) onStep(report);
      if (isValidation(report)) {
        validation.steps.push(report.step);
        validation.values.push(report.accuracy);
      }
    }
    const end = await endOf(tick);
    if (end !== null) return end;
    const isDue = performance.now() - keptAt > checkpointEveryMs;
    if (files && (stop.aborted || isDue)) {
      await files.keep(tick.active);
      keptAt = performance.now();
    }
    if (stop.aborted) throw new Stopped("asked to stop");
  }
  return null;
}
