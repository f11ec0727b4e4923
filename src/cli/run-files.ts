/** The files that one finished run leaves beside its rows; their names and forms are a contract. */
import { canonicalJson } from "../core/canonical.ts";
import type { Experiment } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import type { Pair } from "../core/pairs.ts";
import type { Result } from "../core/report.ts";
import { safetensorsBytes } from "../core/safetensors.ts";
import type { Tuning } from "../core/sweep.ts";
import { testAnswers } from "../engine/answers.ts";
import { batchDump } from "../engine/dump.ts";
import { networkDocument, teacherBytes, weightTensors } from "../engine/network-file.ts";
import type { StudentRun } from "../engine/run.ts";
import type { FolderFiles } from "./folder-files.ts";

export const answersFile = "answers.safetensors";

export interface FinishedRun {
  readonly folder: FolderFiles;
  readonly prefix: string;
  readonly experiment: Experiment;
  readonly run: StudentRun;
  readonly result: Result;
  /** How the experiment came to its rate; null where the plan has no sweep. */
  readonly tuning: Tuning | null;
  readonly images: ImageSet;
  /** Test images to write down with everything both networks make of them; 0: none. */
  readonly dumpBatch: number;
  /** Throws when the device failed: then nothing is written. */
  readonly settle: () => Promise<void>;
}

export async function writeRun({
  folder,
  prefix,
  experiment,
  run,
  result,
  tuning,
  images,
  dumpBatch,
  settle,
}: FinishedRun): Promise<void> {
  const student = await run.learner.arrays();
  const adapters = await run.adapters?.arrays();
  const batch = dumpBatch > 0 ? await batchDump(run, images, dumpBatch) : null;
  const answers = await testAnswers(run, images);
  await settle();
  const write = (file: string, contents: string | Uint8Array) => folder.write(`${prefix}${file}`, contents);
  const pairs = (side: "teacher" | "student"): Record<string, Pair> =>
    Object.fromEntries(run.matches.map((match) => [match.name, match[side]]));
  write("experiment.json", `${canonicalJson(experiment)}\n`);
  write("network-student.json", json(networkDocument(run.network, pairs("student"), run.guides.layers("student"))));
  write("student.safetensors", safetensorsBytes({ tensors: weightTensors(run.network, student), metadata: {} }));
  if (run.teacher) {
    write(
      "network-teacher.json",
      json(networkDocument(run.teacher.network, pairs("teacher"), run.guides.layers("teacher"))),
    );
    write("teacher.safetensors", teacherBytes(run.teacher));
  }
  if (adapters) write("adapters.safetensors", safetensorsBytes({ tensors: adapters, metadata: {} }));
  if (batch) write("batch.safetensors", safetensorsBytes({ tensors: batch, metadata: {} }));
  write(answersFile, safetensorsBytes({ tensors: answers, metadata: {} }));
  // Last: its presence says that the run is whole.
  write("result.json", json(tuning ? { ...result, tuning } : result));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
