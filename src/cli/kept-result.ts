import * as v from "valibot";
import { BadInput } from "../core/bad-input.ts";
import { hashOf } from "../core/canonical.ts";
import type { Experiment } from "../core/experiment.ts";
import type { Result, RunKey } from "../core/report.ts";

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const score = v.object({ step: v.number(), validation: fraction, test: fraction });
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const resultSchema = v.object({
  experiment: v.string(),
  experimentHash: v.string(),
  seed: count,
  method: v.picklist(["none", "fsp"]),
  last: score,
  best: score,
  iterations: v.object({ teacher: count, fsp: count, task: count }),
});

/** What the tables take of a result. */
export type TableResult = Pick<Result, "experiment" | "seed" | "method" | "last" | "best" | "iterations">;

/** The result that an earlier process left of this run; throws `BadInput` naming `file` when the bytes are not that. */
export async function keptResult(
  bytes: Uint8Array,
  experiment: Experiment,
  run: RunKey,
  file: string,
): Promise<TableResult> {
  const found = v.safeParse(resultSchema, parsed(bytes));
  const isThis =
    found.success && found.output.experimentHash === (await hashOf(experiment)) && found.output.seed === run.seed;
  if (isThis) return found.output;
  throw new BadInput(`${file} is damaged, or of another run; move it away, and the same command makes that run anew.`);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
