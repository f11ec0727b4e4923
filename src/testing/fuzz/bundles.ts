/** Bundles that were damaged, or filled with something else and sealed anew. */
import { zipSync } from "fflate";
import { BadInput } from "../../core/bad-input.ts";
import { takenRecord } from "../../client/taken-training.ts";
import { bundleFiles, endsFile, manifestFile, manifestText, runFile } from "../../core/bundle.ts";
import { sha256Of } from "../../core/canonical.ts";
import { toPlan } from "../../core/document.ts";
import { latexTable } from "../../core/latex-table.ts";
import { reportKey, studentJobsOf } from "../../core/plan-jobs.ts";
import { runsOf } from "../../core/plan-runs.ts";
import type { RunEnd } from "../../core/run-end.ts";
import { runFileOf, runFileText, type RunFile } from "../../core/run-file.ts";
import { bundleIn, bundleLimits } from "../../data/bundle/read-bundle.ts";
import { Budget } from "../../data/import/budget.ts";
import type { Tried } from "./outcome.ts";

/** What the files of a training may be put in place of, as text. */
export interface BundleTexts {
  readonly run?: string;
  readonly ends?: string;
}

/** A bundle of one training, with these texts in place of its own and its list of hashes right. */
export async function bundleOf(file: RunFile, { run, ends }: BundleTexts = {}): Promise<Uint8Array> {
  const files = bundleFiles([{ file, ends: endsFor(file), weights: new Map() }]);
  const instead = new Map([
    [runFile, run],
    [endsFile, ends],
  ]);
  for (const path of files.keys()) {
    const text = instead.get(path.slice(path.indexOf("/") + 1));
    if (text !== undefined) files.set(path, new TextEncoder().encode(text));
  }
  const listed: Record<string, { bytes: number; sha256: string }> = {};
  for (const [path, bytes] of files) listed[path] = { bytes: bytes.length, sha256: await sha256Of(bytes) };
  const manifest = new TextEncoder().encode(manifestText("0.1.0", listed));
  return zipSync({ [manifestFile]: manifest, ...Object.fromEntries(files) }, { level: 1 });
}

/** Of each run of its plan: failed, skipped and failed in turn. */
export function endsFor({ document }: RunFile): RunEnd[] {
  const plan = toPlan(document);
  const none = { iterations: 0, seconds: 0 };
  return studentJobsOf(plan, runsOf(plan)).map((job, index) => ({
    id: job.id,
    run: reportKey(job),
    rate: 1,
    how: index % 3 === 1 ? { kind: "skipped" } : { kind: "failed", reason: "its loss became NaN" },
    validation: { steps: [100, 200], values: [0.1, 0.2] },
    times: { 0: none, 1: { iterations: 40, seconds: 2.5 }, 2: none },
  }));
}

/** Throws what is neither whole trainings nor a refusal. */
export async function tryBundle(row: string, bytes: Uint8Array): Promise<Tried> {
  try {
    const trainings = await bundleIn(bytes, "a.zip", new Budget(bundleLimits, () => performance.now()));
    if (!trainings) return { row, kind: "refused at the door" };
    for (const { file, ends } of trainings) {
      const text = runFileText(file);
      if (runFileText(runFileOf(text, "b.lab.json")) !== text) throw new Error("a run does not hold");
      const { ends: kept = [], results } = takenRecord(file, "taken", 0, ends);
      if (new Set(kept.map(({ id }) => id)).size !== kept.length) throw new Error("a run ended twice");
      const reported = file.runs.filter(({ reports }) => reports.some(({ type }) => type === "finished"));
      if (results.length > reported.length) throw new Error("a result is believed that no report holds");
      latexTable(file, ends);
    }
    return { row, kind: "accepted" };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { row, kind: "refused inside" };
  }
}
