/** `lab run`: a plan from its first run to its table. */
import { canonicalJson, hashOf, ownJson } from "../core/canonical.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import type { Report, Result, RunKey } from "../core/report.ts";
import type { Checkpoint, PlanParts, PlanReports, TeacherShelf } from "../engine/plan-run.ts";
import { runsOf } from "../core/plan-runs.ts";
import { runOne } from "../engine/plan-run.ts";
import { checkpointBytes, checkpointOf } from "../engine/checkpoint-file.ts";
import { BadInput } from "../core/bad-input.ts";
import type { FailedRun, FinishedRun, RunOutcome } from "../core/statistics/plan-summary.ts";
import { NotFinite } from "../engine/parts.ts";
import { isValidation, validationCurve } from "./curves-csv.ts";
import { Interrupted, Interruption } from "./interruption.ts";
import { failureText, keptFailure, keptResult } from "./kept-result.ts";
import { openLab, type NodeLab } from "./node-lab.ts";
import { OutFolder } from "./out-folder.ts";
import { curvesOf, writeTables } from "./plan-tables.ts";
import { ProgressLine } from "./progress-line.ts";
import { tableText, type PlanTable } from "./result-table.ts";
import { runOptions } from "./run-options.ts";
import { writeRun } from "./run-files.ts";
import { RunRows, type RunMarks } from "./run-rows.ts";

const checkpointEveryMs = 30_000;

/** What lies beside a checkpoint. */
interface Notes {
  /** Which run of which plan it is of. */
  readonly owner: string;
  readonly rows: RunMarks;
}

export async function runCommand(args: string[]): Promise<void> {
  const { plan, findStored, backend, engine, dumpBatch, out, reach } = await runOptions(args);
  const interruption = new Interruption();
  const lab = await openLab(plan, backend, engine, findStored);
  // A run goes on with the same bits only where it began: on the same adapter too, by the same variants of its kernels.
  const identity = canonicalJson({ plan, dumpBatch, environment: lab.parts.environment });
  const folder = out === null ? null : new OutFolder(out, identity);
  const shelf: TeacherShelf = new Map();
  const outcomes: RunOutcome[] = [];
  const runs = runsOf(plan);
  const prefixOf = (run: RunKey) => (runs.length === 1 ? "" : `${run.experiment}-s${run.seed}/`);
  const table: PlanTable = { plan, outcomes, reach };
  try {
    for (const [index, { run, experiment }] of runs.entries()) {
      const line = new ProgressLine(`[${index + 1}/${runs.length}] ${run.experiment} seed ${run.seed}`, experiment);
      const prefix = prefixOf(run);
      const own = { plan, experiment, run, shelf, parts: lab.parts, prefix, dumpBatch, line, interruption };
      outcomes.push(await outcomeOf(own, folder, identity, lab));
      line.end();
    }
    if (folder && runs.length > 1) writeTables(folder, table, prefixOf);
    folder?.finish();
  } catch (error) {
    throw error instanceof Interrupted ? error : await lab.causeOf(error);
  } finally {
    folder?.close();
  }
  process.stdout.write(`${tableText(table)}\n`);
  const failed = outcomes.filter(({ status }) => status === "failed").length;
  if (failed > 0) throw new Error(`${failed} of ${runs.length} runs failed; the table names them.`);
}

/** A plan goes on behind a run whose numbers stopped being finite; a run alone fails as such. */
async function outcomeOf(own: OwnRun, folder: OutFolder | null, identity: string, lab: NodeLab): Promise<RunOutcome> {
  const { experiment, run, prefix } = own;
  const file = `${prefix}failed.json`;
  const kept = folder?.read(file);
  if (folder && kept) return keptFailure(kept, experiment, run, folder.pathOf(file));
  try {
    return await finishedRun(own, folder, identity);
  } catch (error) {
    const cause = error instanceof NotFinite ? await lab.causeOf(error) : error;
    if (!(cause instanceof NotFinite) || prefix === "") throw cause;
    const failed: FailedRun = { status: "failed", run, reason: cause.message };
    folder?.write(file, await failureText(experiment, failed));
    folder?.remove(checkpointFile(prefix));
    return failed;
  }
}

async function finishedRun(own: OwnRun, folder: OutFolder | null, identity: string): Promise<FinishedRun> {
  const { experiment, run, prefix } = own;
  const file = `${prefix}result.json`;
  const kept = folder?.read(file);
  const measured = { steps: [], values: [] };
  const result =
    folder && kept
      ? await keptResult(kept, experiment, run, folder.pathOf(file))
      : await oneRun({ ...own, measured, output: folder && (await outputOf(folder, own, identity)) });
  // What an earlier process measured is in the file alone.
  const validation = folder ? curvesOf(folder, prefix).get(validationCurve) : measured;
  return { status: "finished", run, result, validation: validation ?? measured };
}

interface OwnRun {
  readonly plan: Plan;
  readonly experiment: Experiment;
  readonly run: RunKey;
  readonly shelf: TeacherShelf;
  readonly parts: PlanParts;
  readonly prefix: string;
  readonly dumpBatch: number;
  readonly line: ProgressLine;
  readonly interruption: Interruption;
}

/** Where a run is kept. */
interface Output {
  readonly folder: OutFolder;
  readonly owner: string;
  readonly rows: RunRows;
  /** Where an earlier process stopped. */
  readonly from: Checkpoint | null;
}

interface OneRun extends OwnRun {
  /** Validation accuracy in stage 2, added to as it is measured. */
  readonly measured: { readonly steps: number[]; readonly values: number[] };
  readonly output: Output | null;
}

async function oneRun(one: OneRun): Promise<Result> {
  try {
    return await reported(one);
  } finally {
    one.output?.rows.close();
  }
}

async function reported(one: OneRun): Promise<Result> {
  const { plan, experiment, run, shelf, parts, output, line, interruption } = one;
  let keptAt = performance.now();
  for await (const tick of runOne(plan, experiment, run.seed, shelf, output?.from ?? null, parts)) {
    for (const report of tick.reports) {
      output?.rows.add(report);
      line.show(report);
      if (isValidation(report)) {
        one.measured.steps.push(report.step);
        one.measured.values.push(report.accuracy);
      }
    }
    const result = resultIn(tick.reports);
    if (result) {
      if (output) await writeWhole(one, output, tick, result);
      return result;
    }
    const isDue = performance.now() - keptAt > checkpointEveryMs;
    if (output && (interruption.exitCode !== null || isDue)) {
      await keep(tick, one, output);
      keptAt = performance.now();
    }
    if (interruption.exitCode !== null) {
      line.end();
      throw new Interrupted(sentenceFor(tick, output), interruption.exitCode);
    }
  }
  throw new Error(`The run of "${experiment.name}" ended without a result.`);
}

function sentenceFor({ active }: PlanReports, output: Output | null): string {
  if (!output) return "Interrupted; without --out nothing was kept.";
  return active.checkpoint
    ? `Interrupted; the same command goes on from the checkpoint in ${output.folder.path}.`
    : `Interrupted before this run began; the same command goes on in ${output.folder.path}.`;
}

async function writeWhole(
  { experiment, prefix, parts, dumpBatch }: OneRun,
  { folder, rows }: Output,
  { active }: PlanReports,
  result: Result,
): Promise<void> {
  if (!active.student) throw new Error(`The run of "${experiment.name}" has a result, and no student.`);
  rows.marks();
  const images = await parts.openImages(experiment.data);
  const { settle } = parts;
  await writeRun({ folder, prefix, experiment, run: active.student, result, images, dumpBatch, settle });
  folder.remove(checkpointFile(prefix));
}

async function keep({ active }: PlanReports, { experiment, prefix }: OneRun, output: Output): Promise<void> {
  if (!active.checkpoint) return;
  const checkpoint = await active.checkpoint();
  const notes: Notes = { owner: output.owner, rows: output.rows.marks() };
  const bytes = await checkpointBytes(checkpoint, experiment, JSON.stringify(notes));
  output.folder.write(checkpointFile(prefix), bytes);
}

async function outputOf(folder: OutFolder, { experiment, run, prefix }: OwnRun, identity: string): Promise<Output> {
  const owner = await hashOf({ identity, run });
  const file = checkpointFile(prefix);
  const bytes = folder.read(file);
  const rowsBehind = (marks: RunMarks | null) => new RunRows(folder, prefix, run, experiment.method.kind, marks);
  if (!bytes) return { folder, owner, rows: rowsBehind(null), from: null };
  const { checkpoint, notes } = await checkpointOf(bytes, experiment, folder.pathOf(file));
  const { owner: whose, rows } = ownJson<Notes>(notes);
  if (whose !== owner)
    throw new BadInput(
      `${folder.pathOf(file)} is a checkpoint of another run; move it away, and the same command begins this run anew.`,
    );
  return { folder, owner, rows: rowsBehind(rows), from: checkpoint };
}

function checkpointFile(prefix: string): string {
  return `${prefix}checkpoint.safetensors`;
}

function resultIn(reports: readonly Report[]): Result | null {
  return reports.find((report) => report.type === "finished")?.result ?? null;
}
