/** A training as a file that can be kept elsewhere and opened again: JSON, its matrices as base64. */
import * as v from "valibot";
import { BadInput } from "./bad-input.ts";
import { givenJson } from "./canonical.ts";
import { toKeptDocument } from "./document.ts";
import type { Document } from "./experiment.ts";
import { packed, unpacked, type RecordedRun } from "./recording.ts";
import { isResultMeasured, type Environment } from "./report.ts";
import { environmentSchema, recordedRunsIn } from "./report-schema.ts";

export interface RunFile {
  readonly document: Document;
  readonly environment: Environment;
  readonly runs: readonly RecordedRun[];
}

const kind = "fsp-lab.run";

const headSchema = v.object({
  kind: v.literal(kind),
  version: v.number(),
  document: v.unknown(),
  environment: environmentSchema,
  runs: v.unknown(),
});

/** It has no kind of its own. */
const recordingSchema = v.object({ plan: v.looseObject({}), environment: environmentSchema, runs: v.unknown() });
const claim = v.union([
  v.object({ kind: v.literal(kind) }),
  v.object({ plan: v.object({}), environment: v.object({}), runs: v.array(v.unknown()) }),
]);

export function runFileText({ document, environment, runs }: RunFile): string {
  return JSON.stringify({ kind, version: 1, document, environment, runs }, packed);
}

/** Throws `BadInput` naming `file` where the text is not one; what `lab record` wrote is taken too. */
export function runFileOf(text: string, file: string): RunFile {
  const value = givenJson(text, unpacked);
  const recording = v.safeParse(recordingSchema, value);
  if (recording.success) return checked(recording.output.plan, recording.output, file);
  const head = v.safeParse(headSchema, value);
  if (!head.success) throw new BadInput({ code: "run-file", file, version: null });
  const { version, document } = head.output;
  if (version !== 1) throw new BadInput({ code: "run-file", file, version });
  return checked(document, head.output, file);
}

/** Whether a parsed JSON value claims to be what `runFileOf` reads, of whatever version. */
export function claimsRuns(value: unknown): boolean {
  return v.is(claim, value);
}

interface Unchecked {
  readonly environment: Environment;
  readonly runs: unknown;
}

function checked(document: unknown, { environment, runs }: Unchecked, file: string): RunFile {
  const reports = recordedRunsIn(runs);
  if (!reports?.every((run) => isResultMeasured(run.reports)))
    throw new BadInput({ code: "run-file", file, version: null });
  return { document: toKeptDocument(document), environment, runs: reports };
}
