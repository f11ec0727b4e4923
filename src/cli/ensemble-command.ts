/** `lab ensemble DIR`: what the students of each experiment in a folder of runs answer together, and what all of them cost. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { BadInput } from "../core/bad-input.ts";
import { ownJson } from "../core/canonical.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { percent } from "../core/statistics/texts.ts";
import { ensembleAccuracy } from "../engine/answers.ts";
import { aligned } from "./aligned.ts";
import { answersFile } from "./run-files.ts";
import { systemReason } from "./system-reason.ts";
import { count } from "../core/schema-parts.ts";

/** One finished run. */
export interface Member {
  readonly experiment: string;
  readonly seed: number;
  /** `[n, classes]`, of the last weights. */
  readonly logits: Float32Array;
  /** `[n]` */
  readonly labels: Int32Array;
  /** Of both stages; the teacher's not. */
  readonly iterations: number;
}

export async function ensembleCommand(args: string[]): Promise<void> {
  const [folder, ...rest] = args;
  if (folder === undefined || rest.length > 0)
    throw new BadInput("ensemble takes one folder that run --out has written; name it.");
  const members = membersIn(folder);
  if (members.length === 0)
    throw new BadInput(
      `${folder} holds no finished runs of several seeds; name a folder that run --seeds 1,2,3 --out or plan --out has written.`,
    );
  process.stdout.write(`${ensembleText(members)}\n`);
}

/** The finished runs that lie in a folder, each in one of its own, in the order of their seeds. */
function membersIn(folder: string): Member[] {
  const named = namesIn(folder).flatMap((name) => {
    const [, experiment, seed] = /^(.+)-s(\d+)$/.exec(name) ?? [];
    const isWhole = existsSync(join(folder, name, "result.json"));
    return experiment !== undefined && isWhole ? [{ experiment, seed: Number(seed), path: join(folder, name) }] : [];
  });
  const ordered = named.toSorted(
    (a, b) => (a.experiment < b.experiment ? -1 : Number(a.experiment > b.experiment)) || a.seed - b.seed,
  );
  return ordered.map(({ path, ...run }) => ({ ...run, ...answersIn(path), iterations: iterationsIn(path) }));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new BadInput(`${folder} cannot be read: ${systemReason(error)}; name a folder that run --out has written.`);
  }
}

function answersIn(path: string): Pick<Member, "logits" | "labels"> {
  const file = join(path, answersFile);
  const tensors = existsSync(file) ? tensorFileOf(readFileSync(file), file).tensors : null;
  const [logits, labels] = [tensors?.get("logits")?.values, tensors?.get("labels")?.values];
  if (logits instanceof Float32Array && labels instanceof Int32Array) return { logits, labels };
  throw new BadInput(`${file} is missing, or no file of answers; make that run anew.`);
}

const resultSchema = v.object({ iterations: v.object({ fsp: count, task: count }) });

function iterationsIn(path: string): number {
  const file = join(path, "result.json");
  const found = v.safeParse(resultSchema, ownJson<unknown>(readFileSync(file, "utf8")));
  if (!found.success) throw new BadInput(`${file} is damaged; make that run anew.`);
  return found.output.iterations.fsp + found.output.iterations.task;
}

/** Accuracy in per cent: the members' mean, and theirs together. */
export function ensembleText(members: readonly Member[]): string {
  const experiments = [...new Set(members.map(({ experiment }) => experiment))];
  const lines = experiments.map((experiment) => {
    const own = members.filter((member) => member.experiment === experiment);
    const alone = own.reduce((sum, { logits, labels }) => sum + ensembleAccuracy([logits], labels), 0) / own.length;
    const together = ensembleAccuracy(
      own.map(({ logits }) => logits),
      own[0]!.labels,
    );
    const iterations = own.reduce((sum, member) => sum + member.iterations, 0);
    const seeds = own.map(({ seed }) => seed).join(",");
    return [experiment, seeds, percent(alone), percent(together), String(iterations)];
  });
  const title =
    "Test accuracy of each experiment's students, last weights: their mean, and by the mean of their softmax answers";
  return [title, ...aligned([["experiment", "seeds", "mean, %", "ensemble, %", "iterations"], ...lines])].join("\n");
}
