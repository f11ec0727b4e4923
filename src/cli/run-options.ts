import { parseArgs } from "node:util";
import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import { backendKinds, engineKinds } from "../core/backend-kind.ts";
import { toPlan } from "../core/document.ts";
import type { Plan } from "../core/experiment.ts";
import { namedDocument } from "./named-document.ts";

export interface RunOptions {
  readonly plan: Plan;
  readonly backend: BackendKind;
  readonly engine: EngineKind;
  readonly dumpBatch: number;
  readonly out: string | null;
}

export async function runOptions(args: string[]): Promise<RunOptions> {
  const { values, positionals } = parsed(args);
  if (positionals.length > 1)
    throw new BadInput(`Only one thing can be run at a time; "${positionals[1]}" is too many.`);
  const plan = toPlan(await namedDocument(positionals[0]));
  return {
    plan: values.seeds === undefined ? plan : { ...plan, seeds: seedsIn(values.seeds) },
    backend: oneOf("--backend", backendKinds, values.backend, "wasm"),
    engine: oneOf("--engine", engineKinds, values.engine, "fast"),
    dumpBatch: values["dump-batch"] === undefined ? 0 : countIn(values["dump-batch"]),
    out: values.out ?? null,
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        backend: { type: "string" },
        engine: { type: "string" },
        seeds: { type: "string" },
        "dump-batch": { type: "string" },
        out: { type: "string" },
      },
    });
  } catch (error) {
    throw new BadInput(`${reasonOf(error)} Run npm run lab -- help for the options.`);
  }
}

function oneOf<Kind extends string>(
  option: string,
  kinds: readonly Kind[],
  name: string | undefined,
  usual: Kind,
): Kind {
  const kind = kinds.find((candidate) => candidate === (name ?? usual));
  if (!kind) throw new BadInput(`${option} is "${name}"; use one of ${kinds.join(", ")}.`);
  return kind;
}

function seedsIn(text: string): number[] {
  const seeds = text.split(",").map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  if (seeds.some((seed) => !(seed < 2 ** 31)))
    throw new BadInput(`--seeds is "${text}"; give whole numbers from 0 to 2147483647, as in 1,2,3.`);
  if (new Set(seeds).size !== seeds.length) throw new BadInput(`--seeds is "${text}", which names a seed twice.`);
  return seeds;
}

function countIn(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new BadInput(`--dump-batch is "${text}"; give a whole number from 1 to 1000.`);
  return count;
}
