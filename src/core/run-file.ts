/** A training as a file that can be kept elsewhere and opened again: JSON, its matrices as base64. */
import * as v from "valibot";
import { BadInput } from "./bad-input.ts";
import { givenJson } from "./canonical.ts";
import { toDocument } from "./document.ts";
import type { Document } from "./experiment.ts";
import { packed, unpacked, type RecordedRun } from "./recording.ts";
import type { Environment } from "./report.ts";
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

export function runFileText({ document, environment, runs }: RunFile): string {
  return JSON.stringify({ kind, version: 1, document, environment, runs }, packed);
}

/** Throws `BadInput` naming `file` where the text is not one. */
export function runFileOf(text: string, file: string): RunFile {
  const head = v.safeParse(headSchema, givenJson(text, unpacked));
  if (!head.success) throw new BadInput({ code: "run-file", file, version: null });
  const { version, document, environment, runs } = head.output;
  if (version !== 1) throw new BadInput({ code: "run-file", file, version });
  const reports = recordedRunsIn(runs);
  if (!reports) throw new BadInput({ code: "run-file", file, version: null });
  return { document: toDocument(document), environment, runs: reports };
}
