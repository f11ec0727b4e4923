/** `lab run`: a plan from its first run to its table. */
import { canonicalJson, ownJson } from "../core/canonical.ts";
import { labVersion } from "../core/version.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import type { Report, Result, RunKey } from "../core/report.ts";
import type { Checkpoint, PlanParts, PlanReports, TeacherShelf } from "../engine/plan-run.ts";
import { runsOf } from "../core/plan-runs.ts";
import { runOne } from "../engine/plan-run.ts";
import { checkpointBytes, checkpointOf } from "../engine/checkpoint-file.ts";
import { Interrupted } from "./interrupted.ts";
import { openLab } from "./node-lab.ts";
import { OutFolder } from "./out-folder.ts";
import { ProgressLine } from "./progress-line.ts";
import { runOptions } from "./run-options.ts";
import { writeRun } from "./run-files.ts";
import { metricRows, tableCsv, tableText, timingRow } from "./tables.ts";

const checkpointEveryMs = 30_000;

/** What one run has written so far; kept with its checkpoint. */
interface Rows {
  readonly metrics: string[];
  readonly timings: string[];
}

export async function runCommand(args: string[]): Promise<void> {
  const { plan, backend, engine, dumpBatch, out } = await runOptions(args);
  let interrupted = false;
  const onInterrupt = () => {
    interrupted = true;
  };
  process.on("SIGINT", onInterrupt).on("SIGTERM", onInterrupt);
  const lab = await openLab(backend, engine);
  const identity = canonicalJson({ plan, backend, engine, dumpBatch, lab: labVersion });
  const folder = out === null ? null : new OutFolder(out, identity);
  const shelf: TeacherShelf = new Map();
  const results: Result[] = [];
  const runs = runsOf(plan);
  for (const [index, { run, experiment }] of runs.entries()) {
    const prefix = runs.length === 1 ? "" : `${run.experiment}-s${run.seed}/`;
    const kept = folder?.read(`${prefix}result.json`);
    const line = new ProgressLine(`[${index + 1}/${runs.length}] ${run.experiment} seed ${run.seed}`, experiment);
    results.push(
      // The folder's identity says that this very run made the file.
      kept
        ? ownJson<Result>(new TextDecoder().decode(kept))
        : await oneRun({
            plan,
            experiment,
            run,
            shelf,
            parts: lab.parts,
            folder,
            prefix,
            dumpBatch,
            line,
            isInterrupted: () => interrupted,
          }),
    );
    line.end();
  }
  if (folder && runs.length > 1) folder.write("table.csv", tableCsv(results, plan));
  folder?.finish();
  process.stdout.write(`${tableText(results, plan)}\n`);
}

interface OneRun {
  readonly plan: Plan;
  readonly experiment: Experiment;
  readonly run: RunKey;
  readonly shelf: TeacherShelf;
  readonly parts: PlanParts;
  readonly folder: OutFolder | null;
  readonly prefix: string;
  readonly dumpBatch: number;
  readonly line: ProgressLine;
  readonly isInterrupted: () => boolean;
}

async function oneRun(one: OneRun): Promise<Result> {
  const { plan, experiment, run, shelf, parts, folder, prefix, line } = one;
  const { from, rows } = earlier(one);
  let keptAt = performance.now();
  for await (const tick of runOne(plan, experiment, run.seed, shelf, from, parts)) {
    for (const report of tick.reports) {
      rows.metrics.push(...metricRows(run, experiment.method.kind, report));
      rows.timings.push(...timingRow(run, report));
      line.show(report);
    }
    const result = resultIn(tick.reports);
    if (result) {
      if (folder && tick.active.student) {
        await writeRun({
          folder,
          prefix,
          experiment,
          run: tick.active.student,
          result,
          rows,
          images: await parts.openImages(experiment.data),
          dumpBatch: one.dumpBatch,
          settle: parts.settle,
        });
        folder.remove(`${prefix}checkpoint.safetensors`);
      }
      return result;
    }
    const isDue = performance.now() - keptAt > checkpointEveryMs;
    if (folder && (one.isInterrupted() || isDue)) {
      await keep(tick, one, rows);
      keptAt = performance.now();
    }
    if (one.isInterrupted()) {
      line.end();
      throw new Interrupted(
        folder && tick.active.checkpoint
          ? `Interrupted; the same command goes on from the checkpoint in ${folder.path}.`
          : folder
            ? `Interrupted before this run began; the same command goes on in ${folder.path}.`
            : "Interrupted; without --out nothing was kept.",
      );
    }
  }
  throw new Error(`The run of "${experiment.name}" ended without a result.`);
}

async function keep({ active }: PlanReports, { folder, prefix, experiment }: OneRun, rows: Rows): Promise<void> {
  if (!active.checkpoint) return;
  const bytes = checkpointBytes(await active.checkpoint(), experiment, JSON.stringify(rows));
  folder?.write(`${prefix}checkpoint.safetensors`, bytes);
}

function earlier({ folder, prefix, experiment }: OneRun): { from: Checkpoint | null; rows: Rows } {
  const file = `${prefix}checkpoint.safetensors`;
  const bytes = folder?.read(file);
  if (!bytes) return { from: null, rows: { metrics: [], timings: [] } };
  const { checkpoint, notes } = checkpointOf(bytes, experiment, file);
  return { from: checkpoint, rows: ownJson<Rows>(notes) };
}

function resultIn(reports: readonly Report[]): Result | null {
  return reports.find((report) => report.type === "finished")?.result ?? null;
}
