import * as v from "valibot";
import { BadInput } from "../core/bad-input.ts";
import { hashOf } from "../core/canonical.ts";
import type { BrokenLayer } from "../core/divergence.ts";
import type { Experiment } from "../core/experiment.ts";
import type { RunKey } from "../core/report.ts";
import type { FailedRun, FinishedRun } from "../core/statistics/plan-summary.ts";
import { count } from "../core/schema-parts.ts";

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const score = v.object({ step: v.number(), validation: fraction, test: fraction });
const resultSchema = v.object({
  experimentHash: v.string(),
  seed: count,
  last: score,
  best: score,
  iterations: v.object({ teacher: count, fsp: count, task: count }),
});

const trialSchema = v.object({ experimentHash: v.string(), seed: count, validation: fraction });

const failureSchema = v.object({ experimentHash: v.string(), seed: count, reason: v.string() });

/** What a failed run leaves for `keptFailure`. */
export async function failureText(
  experiment: Experiment,
  { run, reason }: FailedRun,
  layer: BrokenLayer | null,
): Promise<string> {
  const failure: v.InferOutput<typeof failureSchema> & { readonly brokenLayer: BrokenLayer | null } = {
    experimentHash: await hashOf(experiment),
    seed: run.seed,
    reason,
    brokenLayer: layer,
  };
  return `${JSON.stringify(failure, null, 2)}\n`;
}

/** Why an earlier process could not finish this run; throws `BadInput` naming `file` when the bytes are not that. */
export async function keptFailure(
  bytes: Uint8Array,
  experiment: Experiment,
  run: RunKey,
  file: string,
): Promise<FailedRun> {
  const found = v.safeParse(failureSchema, parsed(bytes));
  if (found.success && (await isOfRun(experiment, run, found.output)))
    return { status: "failed", run, reason: found.output.reason };
  throw foreign(file);
}

/** The result that an earlier process left of this run; throws `BadInput` naming `file` when the bytes are not that. */
export async function keptResult(
  bytes: Uint8Array,
  experiment: Experiment,
  run: RunKey,
  file: string,
): Promise<FinishedRun["result"]> {
  const found = v.safeParse(resultSchema, parsed(bytes));
  if (found.success && (await isOfRun(experiment, run, found.output))) return found.output;
  throw foreign(file);
}

/** What a finished trial leaves for `keptTrial`. */
export async function trialText(experiment: Experiment, seed: number, validation: number): Promise<string> {
  const trial: v.InferOutput<typeof trialSchema> = { experimentHash: await hashOf(experiment), seed, validation };
  return `${JSON.stringify(trial, null, 2)}\n`;
}

/** The validation accuracy that an earlier process found; throws `BadInput` naming `file` when the bytes are not that. */
export async function keptTrial(bytes: Uint8Array, experiment: Experiment, run: RunKey, file: string): Promise<number> {
  const found = v.safeParse(trialSchema, parsed(bytes));
  if (found.success && (await isOfRun(experiment, run, found.output))) return found.output.validation;
  throw foreign(file);
}

async function isOfRun(
  experiment: Experiment,
  run: RunKey,
  kept: { readonly experimentHash: string; readonly seed: number },
): Promise<boolean> {
  return kept.experimentHash === (await hashOf(experiment)) && kept.seed === run.seed;
}

function foreign(file: string): BadInput {
  return new BadInput(`${file} is damaged, or of another run; move it away, and the same command makes that run anew.`);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
