import { parseArgs } from "node:util";
import { BadInput } from "../core/bad-input.ts";
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import { backendKinds, engineKinds } from "../core/backend-kind.ts";
import { toDocument, toPlan } from "../core/document.ts";
import { largestSeed, mostSeeds, type Plan } from "../core/experiment.ts";
import { setToGive } from "../core/paper/presets.ts";
import { noBetterMargin } from "../core/statistics/plan-summary.ts";
import type { FindStored } from "../data/stored.ts";
import type { FindTeacher } from "../engine/sources.ts";
import { withData } from "./given-data.ts";
import { withTeachers } from "./given-teachers.ts";
import { namedDocument } from "./named-document.ts";
import { didYouMean } from "../core/nearest.ts";
import { checkOut } from "./out-folder.ts";
import type { TableMarks } from "./result-table.ts";

export interface RunOptions extends TableMarks {
  readonly plan: Plan;
  /** The paths of --data, and what gives their images. */
  readonly data: readonly string[];
  readonly findStored: FindStored;
  /** The paths of --teacher and of teachers beside the document, and what gives them. */
  readonly teachers: readonly string[];
  readonly findTeacher: FindTeacher;
  readonly backend: BackendKind;
  readonly engine: EngineKind;
  readonly dumpBatch: number;
  readonly out: string | null;
  /** Processes that work at once. */
  readonly jobs: number;
}

export async function runOptions(args: string[]): Promise<RunOptions> {
  const { values, data, teacher, positionals } = parsed(args);
  if (positionals.length > 1)
    throw new BadInput(
      `Only one thing can be run at a time; "${positionals[1]}" is too many. Options go behind --, as in npm run lab -- run smoke --seeds 1,2.`,
    );
  if (values["dump-batch"] !== undefined && values.out === undefined)
    throw new BadInput("--dump-batch writes a file; say where, as in --out out/smoke.");
  if (values.jobs !== undefined && values.out === undefined)
    throw new BadInput("--jobs lets processes share a folder; say which, as in --jobs 2 --out out/plan.");
  const named = toPlan(await namedDocument(positionals[0]));
  const dumpBatch = values["dump-batch"] === undefined ? 0 : countIn(values["dump-batch"]);
  const asked = {
    backend: oneOf("--backend", backendKinds, values.backend, "wasm"),
    engine: oneOf("--engine", engineKinds, values.engine, "fast"),
    dumpBatch,
    out: values.out ?? null,
    reach: values.reach === undefined ? null : accuracyIn(values.reach),
    margin: values.margin === undefined ? noBetterMargin : marginIn(values.margin),
    jobs: values.jobs === undefined ? 1 : jobsIn(values.jobs),
  };
  // Images may take minutes to be read.
  if (asked.out !== null) checkOut(asked.out);
  const seeded = values.seeds === undefined ? named : toPlan(toDocument({ ...named, seeds: seedsIn(values.seeds) }));
  const toGive = data.length === 0 ? setToGive(named) : null;
  if (toGive !== null)
    throw new BadInput(`${named.name} learns from ${toGive}; give its files, as in --data cifar-100-binary.tar.gz.`);
  const taught = await withTeachers(seeded, teacher, positionals[0]);
  const { plan, findStored } = await withData(taught.plan, data);
  const few = plan.experiments.find((experiment) => experiment.data.test < dumpBatch);
  if (few)
    throw new BadInput(
      `--dump-batch asks for ${dumpBatch} test images, but "${few.name}" has ${few.data.test}; ask for fewer.`,
    );
  return { plan, data, findStored, teachers: taught.paths, findTeacher: taught.findTeacher, ...asked };
}

const usual = {
  backend: "--backend wasm",
  engine: "--engine fast",
  seeds: "--seeds 1,2,3",
  "dump-batch": "--dump-batch 8",
  out: "--out out/smoke",
  reach: "--reach 80",
  margin: "--margin 0.5",
  jobs: "--jobs 2",
  data: "--data images.zip",
  teacher: "--teacher resnet14.safetensors",
} as const;
type Option = keyof typeof usual;
const options = Object.keys(usual);

interface Parsed {
  readonly values: Readonly<Partial<Record<Exclude<Option, "data" | "teacher">, string>>>;
  /** May be given more than once: a teacher's images and a student's. */
  readonly data: readonly string[];
  readonly teacher: readonly string[];
  readonly positionals: readonly string[];
}

/** Node's own parser finds the options; its sentences are not for people. */
function parsed(args: string[]): Parsed {
  const types = Object.fromEntries(options.map((name) => [name, { type: "string" as const }]));
  const { tokens } = parseArgs({ args, options: types, allowPositionals: true, strict: false, tokens: true });
  const values: Partial<Record<Option, string>> = {};
  const several = { data: [] as string[], teacher: [] as string[] };
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!isOption(name)) {
      const all = options.map((option) => `--${option}`);
      throw new BadInput(`There is no option "${rawName}" (${all.join(", ")}).${didYouMean(rawName, all)}`);
    }
    if (value === undefined || value.startsWith("--"))
      throw new BadInput(`${rawName} needs a value, as in ${usual[name]}.`);
    if (name === "data" || name === "teacher") {
      several[name].push(value);
      continue;
    }
    if (values[name] !== undefined) throw new BadInput(`${rawName} is given twice; give it once.`);
    values[name] = value;
  }
  return { values, ...several, positionals };
}

function isOption(name: string): name is Option {
  return options.includes(name);
}

function oneOf<Kind extends string>(
  option: string,
  kinds: readonly Kind[],
  name: string | undefined,
  otherwise: Kind,
): Kind {
  const kind = kinds.find((candidate) => candidate === (name ?? otherwise));
  if (!kind) throw new BadInput(`${option} is "${name}"; use one of ${kinds.join(", ")}.`);
  return kind;
}

function seedsIn(text: string): number[] {
  const seeds = text.split(",").map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  if (seeds.some((seed) => !(seed <= largestSeed)))
    throw new BadInput(`--seeds is "${text}"; give whole numbers from 0 to ${largestSeed}, as in 1,2,3.`);
  if (seeds.length > mostSeeds)
    throw new BadInput(`--seeds names ${seeds.length} seeds; a plan has at most ${mostSeeds}.`);
  if (new Set(seeds).size !== seeds.length) throw new BadInput(`--seeds is "${text}", which names a seed twice.`);
  return seeds;
}

function countIn(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 1000) throw new BadInput(`--dump-batch is "${text}"; give a whole number from 1 to 1000.`);
  return count;
}

const mostJobs = 64;

function jobsIn(text: string): number {
  const count = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > mostJobs)
    throw new BadInput(
      `--jobs is "${text}"; give a whole number from 1 to ${mostJobs}, at most as many as there are cores.`,
    );
  return count;
}

function accuracyIn(text: string): number {
  const percent = /^\d{1,3}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (!(percent > 0 && percent <= 100))
    throw new BadInput(`--reach is "${text}"; give a validation accuracy in per cent, as in 80.`);
  return percent / 100;
}

function marginIn(text: string): number {
  const points = /^\d{1,2}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(points))
    throw new BadInput(`--margin is "${text}"; give points of test accuracy that count as no difference, as in 0.5.`);
  return points / 100;
}
