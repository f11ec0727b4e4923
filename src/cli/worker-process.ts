/** A process that works for another: it opens its own engine, and does the jobs of a plan that it is given. */
import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { StepReport } from "../core/report.ts";
import { withData } from "./given-data.ts";
import { withTeachers } from "./given-teachers.ts";
import { FolderFiles } from "./folder-files.ts";
import { JobDesk } from "./job-desk.ts";
import { Stopped, type Task } from "./job-outcome.ts";
import { openLab } from "./node-lab.ts";
import { toWorkerIn, type Employment, type FromWorker } from "./worker-messages.ts";

/** The program's first argument in such a process; no person types it. */
export const workerCommand = "work-for-parent";

/** Steps are told this often: the parent draws a line of them, no more. */
const tellEveryMs = 100;

/** Never returns; the parent ends the process, or takes it along when it ends itself. */
export async function workForParent(): Promise<never> {
  // A terminal sends Ctrl-C to every process in it; the parent says what is to be done.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  // A parent that was killed leaves the folder to others: nothing more is written into it.
  process.on("disconnect", () => process.exit(1));
  const stop = new AbortController();
  let desk: Promise<JobDesk> | null = null;
  process.on("message", (said) => {
    const message = toWorkerIn(said);
    switch (message?.type) {
      case undefined:
        tellFailure(new Error("A process of this plan was told what it does not know; use --jobs 1."));
        break;
      case "open":
        desk = opened(message.employment);
        desk.catch(tellFailure);
        break;
      case "perform":
        desk?.then((open) => perform(open, message.task, stop.signal)).catch(tellFailure);
        break;
      case "stop":
        stop.abort();
        break;
      default:
        message satisfies never;
    }
  });
  return new Promise<never>(() => {});
}

async function opened({
  plan,
  backend,
  engine,
  data,
  teachers,
  out,
  identity,
  dumpBatch,
}: Employment): Promise<JobDesk> {
  const { findTeacher } = await withTeachers(plan, teachers, undefined);
  const { findStored } = await withData(plan, data);
  const lab = await openLab(plan, backend, engine, findStored, findTeacher);
  tell({ type: "opened", environment: lab.parts.environment });
  return new JobDesk({ plan, lab, folder: new FolderFiles(out), identity, dumpBatch });
}

async function perform(desk: JobDesk, task: Task, stop: AbortSignal): Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  const onStep = (step: StepReport) => {
    const now = performance.now();
    if (now - toldAt < tellEveryMs) return;
    toldAt = now;
    tell({ type: "step", step });
  };
  const outcome = await desk.perform(task, onStep, stop);
  tell({ type: "done", outcome });
}

function tellFailure(error: unknown): void {
  if (error instanceof Stopped) tell({ type: "stopped" });
  else tell({ type: "failed", message: reasonOf(error), isBadInput: error instanceof BadInput });
}

function tell(message: FromWorker): void {
  process.send?.(message);
}
