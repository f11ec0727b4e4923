/** A bundle: trainings with all that is known of them in one `.zip`, for other programs and to be opened again. */
import * as v from "valibot";
import { canonicalJson, givenJson } from "./canonical.ts";
import { experimentsOf } from "./document.ts";
import { latexTable } from "./latex-table.ts";
import type { RecordedRun } from "./recording.ts";
import { csv, metricRows, metricsHeader } from "./report-rows.ts";
import type { RunEnd } from "./run-end.ts";
import { runEndSchema } from "./run-end-schema.ts";
import { runFileText, type RunFile } from "./run-file.ts";

/** One press of Train, or one folder that the command line wrote. */
export interface BundledTraining {
  readonly file: RunFile;
  /** How its runs and the trials of its sweep ended, the failed ones too, as far as it is known. */
  readonly ends: readonly RunEnd[];
  /** By file name, safetensors: teachers and students as far as they were kept. */
  readonly weights: ReadonlyMap<string, Uint8Array>;
}

export const manifestFile = "bundle.json";
export const runFile = "run.lab.json";
/** Left out by labs of before. */
export const endsFile = "ends.json";
export const weightsFolder = "weights/";
const kind = "fsp-lab.bundle";
const bundleVersion = 1;

const manifestSchema = v.object({
  kind: v.literal(kind),
  version: v.number(),
  /** That wrote it. */
  lab: v.string(),
  /** Every other file by its path. */
  files: v.record(v.string(), v.object({ bytes: v.number(), sha256: v.string() })),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;

export function manifestText(lab: string, files: Manifest["files"]): string {
  const manifest: Manifest = { kind, version: bundleVersion, lab, files };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Null where the text is no manifest. One of another version is given all the same. */
export function manifestOf(text: string): (Manifest & { readonly isKnown: boolean }) | null {
  const manifest = v.safeParse(manifestSchema, givenJson(text));
  return manifest.success ? { ...manifest.output, isKnown: manifest.output.version === bundleVersion } : null;
}

const endsSchema = v.array(runEndSchema);

/** How runs ended, as a bundle holds it; null where the text is none. */
export function endsOf(text: string): readonly RunEnd[] | null {
  const ends = v.safeParse(endsSchema, givenJson(text));
  return ends.success ? ends.output : null;
}

/** Everything but the manifest, by path: a folder for each training. */
export function bundleFiles(trainings: readonly BundledTraining[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [index, { file, ends, weights }] of trainings.entries()) {
    const folder = `${folderOf(file, index)}/`;
    const texts: Record<string, string> = {
      [`${file.document.kind}.json`]: `${canonicalJson(file.document)}\n`,
      [runFile]: runFileText(file),
      [endsFile]: `${JSON.stringify(ends, null, 2)}\n`,
      "metrics.csv": longCsv([file]),
      "environment.json": `${JSON.stringify(file.environment, null, 2)}\n`,
      "table.tex": latexTable(file, ends),
    };
    for (const [name, text] of Object.entries(texts)) files.set(`${folder}${name}`, new TextEncoder().encode(text));
    for (const [name, bytes] of weights) files.set(`${folder}${weightsFolder}${name}`, bytes);
  }
  return files;
}

/** Of a training in a bundle. */
function folderOf({ document }: Pick<RunFile, "document">, index: number): string {
  return `${index + 1}-${document.name}`;
}

/**
 * The rows of `metrics.csv` of all runs one below the other; no times, so equal runs give equal rows. Runs of two trainings may
 * have one name, so that of several each row ends with its training's folder in a bundle of the same.
 */
export function longCsv(files: readonly Pick<RunFile, "document" | "runs">[]): string {
  const isOne = files.length === 1;
  const rows = files.flatMap(({ document, runs }, index) => {
    const behind = isOne ? "" : `,${folderOf({ document }, index)}`;
    const methods = new Map(experimentsOf(document).map(({ name, method }) => [name, method.kind]));
    const rowsOf = ({ run, reports }: RecordedRun) =>
      reports.flatMap((report) =>
        metricRows(run, methods.get(run.experiment) ?? "none", report).map((row) => row + behind),
      );
    // Trials of rates are no runs of the plan: their rows would be averaged in.
    return runs.filter(({ run }) => methods.has(run.experiment)).flatMap(rowsOf);
  });
  return csv(isOne ? metricsHeader : `${metricsHeader},training`, rows);
}
