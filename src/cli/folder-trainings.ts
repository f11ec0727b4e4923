/** A folder that `run --out` or `plan --out` wrote, as a training that a bundle may hold. */
import { readdirSync } from "node:fs";
import * as v from "valibot";
import { BadInput } from "../core/bad-input.ts";
import type { BundledTraining } from "../core/bundle.ts";
import { ownJson } from "../core/canonical.ts";
import { experimentsOf, toDocument } from "../core/document.ts";
import type { Document } from "../core/experiment.ts";
import { runsOf } from "../core/plan-runs.ts";
import { runId } from "../core/plan-jobs.ts";
import type { RecordedRun } from "../core/recording.ts";
import { resultSchema } from "../core/report-schema.ts";
import type { Result } from "../core/report.ts";
import { reportsOfRows } from "../core/reports-of-rows.ts";
import { FolderFiles } from "./folder-files.ts";
import { planFile } from "./plan-tables.ts";
import { systemReason } from "./system-reason.ts";

/** Throws `BadInput` where the folder holds no finished run, or one that is damaged. */
export function trainingIn(path: string): BundledTraining {
  checkFolder(path);
  const folder = new FolderFiles(path);
  const document = documentIn(folder);
  const places = document.kind === "plan" ? runsOf(document).map(({ run }) => `${runId(run)}/`) : [""];
  const found = places.flatMap((prefix) => runIn(folder, prefix) ?? []);
  const [first] = found;
  if (!first) throw new BadInput(`${path} holds no finished run; name a folder that run --out has written.`);
  return {
    file: { document, environment: first.result.environment, runs: found.map(({ recorded }) => recorded) },
    weights: eachOnce(found.flatMap(({ weights }) => weights)),
  };
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
  return toDocument(jsonIn(folder, file));
}

interface FoundRun {
  readonly recorded: RecordedRun;
  readonly result: Result;
  readonly weights: readonly (readonly [string, Uint8Array])[];
}

/** Null where it is not finished. */
function runIn(folder: FolderFiles, prefix: string): FoundRun | null {
  if (!folder.has(`${prefix}result.json`)) return null;
  const result = v.safeParse(resultSchema, jsonIn(folder, `${prefix}result.json`));
  if (!result.success) throw damaged(folder, `${prefix}result.json`);
  const [experiment] = experimentsOf(toDocument(jsonIn(folder, `${prefix}experiment.json`)));
  if (!experiment) throw damaged(folder, `${prefix}experiment.json`);
  const text = (file: string) => new TextDecoder().decode(folder.read(`${prefix}${file}`) ?? undefined);
  const rows = { metrics: text("metrics.csv"), timings: text("timings.csv") };
  const reports = reportsOfRows(rows, experiment, result.output);
  if (!reports) throw damaged(folder, `${prefix}metrics.csv`);
  const run = { experiment: experiment.name, seed: result.output.seed };
  const weights = ["teacher", "student", "adapters"].flatMap((name) => {
    const bytes = folder.read(`${prefix}${name}.safetensors`);
    return bytes ? [[`${runId(run)}-${name}.safetensors`, bytes] as const] : [];
  });
  return { recorded: { run, reports }, result: result.output, weights };
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
