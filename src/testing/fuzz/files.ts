/** Damaged files of every form: each gives a typed refusal or something whole. */
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { BadInput } from "../../core/bad-input.ts";
import type { Json } from "../../core/canonical.ts";
import { canonicalJson, ownJson } from "../../core/canonical.ts";
import { defaultExperiment } from "../../core/defaults.ts";
import { toDocument } from "../../core/document.ts";
import { packed } from "../../core/recording.ts";
import { presets } from "../../core/presets.ts";
import { safetensorsBytes, tensorFileOf } from "../../core/safetensors.ts";
import { teacherFactsKey, teacherFactsOf } from "../../core/teacher-file.ts";
import { runFileOf, runFileText } from "../../core/run-file.ts";
import { storedData } from "../stored-data.ts";
import { bundleOf, endsFor, tryBundle } from "./bundles.ts";
import type { ByteDamage } from "./byte-damage.ts";
import { byteDamages, damagedBytes } from "./byte-damage.ts";
import type { HubFileInput } from "./hub-answers.ts";
import { answerDamages, hubAnswers, tryHubFile, tryHubList } from "./hub-answers.ts";
import type { ImageSeed } from "./image-seeds.ts";
import { imageSeeds } from "./image-seeds.ts";
import { tryImages } from "./images.ts";
import type { JsonDamage } from "./json-damage.ts";
import { damagedJson, jsonDamages } from "./json-damage.ts";
import type { Tried } from "./outcome.ts";
import { pictureSeeds, tryPicture } from "./pictures.ts";
import type { StoredInput } from "./stored.ts";
import { storedFuzz } from "./stored.ts";

export type FileInput =
  | { readonly of: "images" | "picture"; readonly seed: number; readonly damages: readonly ByteDamage[] }
  | { readonly of: "hub list"; readonly seed: number; readonly damages: readonly JsonDamage[] }
  | { readonly of: "hub list bytes"; readonly seed: number; readonly damages: readonly ByteDamage[] }
  | ({ readonly of: "hub file" } & HubFileInput)
  | ({ readonly of: "stored" } & StoredInput)
  | {
      readonly of: "experiment" | "run" | "teacher" | "bundle" | "ends";
      readonly seed: number;
      readonly damages: readonly JsonDamage[];
    }
  | {
      readonly of: "experiment bytes" | "run bytes" | "teacher bytes" | "bundle bytes";
      readonly seed: number;
      readonly damages: readonly ByteDamage[];
    };

const plain = (value: unknown): Json => ownJson<Json>(JSON.stringify(value, packed));
const texts = { encode: (text: string) => new TextEncoder().encode(text) };

const experiments: readonly Json[] = [
  ...[...presets.values()].map(plain),
  plain({ ...defaultExperiment, data: storedData }),
];

/** A run's file with every kind of report, a few of each. */
function runFile(): string {
  const gzip = readFileSync(join(process.cwd(), "public/recorded/first-look.json.gz"));
  const { document, environment, runs } = runFileOf(gunzipSync(gzip).toString(), "first-look.json");
  const short = runs.map(({ run, reports }) => ({
    run,
    reports: reports.filter(({ type }, index) => index < 12 || type === "finished" || index > reports.length - 6),
  }));
  return runFileText({ document, environment, runs: short });
}

interface Teacher {
  readonly header: Json;
  readonly data: Uint8Array;
}

/** The one that ships, its header apart from its weights. */
function teacherFile(): Teacher {
  const bytes = new Uint8Array(readFileSync(join(process.cwd(), "public/teachers/fashion-resnet14-w8.safetensors")));
  const end = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, end))) as Json;
  return { header, data: bytes.subarray(end) };
}

function teacherBytes({ header, data }: Teacher): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, data]));
}

export interface FileFuzz {
  readonly inputs: fc.Arbitrary<FileInput>;
  try(input: FileInput): Promise<Tried>;
}

export async function fileFuzz(): Promise<FileFuzz> {
  const seeds: readonly ImageSeed[] = await imageSeeds();
  const run = runFile();
  const runJson = plain(JSON.parse(run));
  const teacher = teacherFile();
  const whole = runFileOf(run, "whole.lab.json");
  const bundle = await bundleOf(whole);
  const ends = plain(endsFor(whole));
  const stored = await storedFuzz();
  const ofJson = (of: "experiment" | "run" | "teacher" | "bundle" | "ends", weight: number) => ({
    weight,
    arbitrary: fc.record({
      of: fc.constant(of),
      seed: fc.nat({ max: experiments.length - 1 }),
      damages: jsonDamages,
    }),
  });
  const ofBytes = (of: "experiment bytes" | "run bytes" | "teacher bytes" | "bundle bytes", weight: number) => ({
    weight,
    arbitrary: fc.record({
      of: fc.constant(of),
      seed: fc.nat({ max: experiments.length - 1 }),
      damages: byteDamages,
    }),
  });
  const inputs: fc.Arbitrary<FileInput> = fc.oneof(
    ...seeds.map(({ weight }, seed) => ({
      weight: 10 * weight,
      arbitrary: fc.record({ of: fc.constant("images" as const), seed: fc.constant(seed), damages: byteDamages }),
    })),
    {
      weight: 80,
      arbitrary: fc.record({
        of: fc.constant("picture" as const),
        seed: fc.nat({ max: pictureSeeds.length - 1 }),
        damages: byteDamages,
      }),
    },
    {
      weight: 40,
      arbitrary: fc.record({
        of: fc.constant("hub list" as const),
        seed: fc.nat({ max: hubAnswers.length - 1 }),
        damages: jsonDamages,
      }),
    },
    {
      weight: 20,
      arbitrary: fc.record({
        of: fc.constant("hub list bytes" as const),
        seed: fc.nat({ max: hubAnswers.length - 1 }),
        damages: byteDamages,
      }),
    },
    {
      weight: 60,
      arbitrary: fc.record({
        of: fc.constant("hub file" as const),
        answers: answerDamages,
        damages: fc.oneof(fc.constant([]), byteDamages),
        first: fc.constantFrom(null, 5),
      }),
    },
    { weight: 80, arbitrary: stored.inputs.map((input) => ({ of: "stored" as const, ...input })) },
    ofJson("experiment", 120),
    ofBytes("experiment bytes", 40),
    ofJson("run", 40),
    ofBytes("run bytes", 20),
    ofJson("teacher", 60),
    ofBytes("teacher bytes", 20),
    ofJson("bundle", 40),
    ofJson("ends", 20),
    ofBytes("bundle bytes", 40),
  );
  const tryOne = async (input: FileInput): Promise<Tried> => {
    switch (input.of) {
      case "images": {
        const seed = seeds[input.seed]!;
        return tryImages(seed, seed.pack(damagedBytes(seed.bytes, input.damages)));
      }
      case "picture": {
        const { row, bytes } = pictureSeeds[input.seed]!;
        return tryPicture(row, damagedBytes(bytes, input.damages));
      }
      case "hub list":
        return tryHubList("hub's list", JSON.stringify(damagedJson(hubAnswers[input.seed]!, input.damages)));
      case "hub list bytes":
        return tryHubList(
          "hub's list, its bytes changed",
          textOf(damagedBytes(texts.encode(JSON.stringify(hubAnswers[input.seed]!)), input.damages)),
        );
      case "hub file":
        return tryHubFile("hub's Parquet, answers changed", input);
      case "stored":
        return stored.try(input);
      case "experiment":
        return tryDocument("experiment file", JSON.stringify(damagedJson(experiments[input.seed]!, input.damages)));
      case "experiment bytes":
        return tryDocument(
          "experiment file, its bytes changed",
          textOf(damagedBytes(texts.encode(canonicalJson(experiments[input.seed]!)), input.damages)),
        );
      case "run":
        return tryRun("recording", JSON.stringify(damagedJson(runJson, input.damages)));
      case "run bytes":
        return tryRun("recording, its bytes changed", textOf(damagedBytes(texts.encode(run), input.damages)));
      case "teacher":
        return tryTeacher(
          "teacher file",
          teacherBytes({ ...teacher, header: damagedJson(teacher.header, input.damages) }),
        );
      case "teacher bytes":
        return tryTeacher("teacher file, its bytes changed", damagedBytes(teacherBytes(teacher), input.damages));
      case "bundle":
        return tryBundle(
          "bundle, its run changed and sealed anew",
          await bundleOf(whole, { run: JSON.stringify(damagedJson(runJson, input.damages)) }),
        );
      case "ends":
        return tryBundle(
          "bundle, its ends changed and sealed anew",
          await bundleOf(whole, { ends: JSON.stringify(damagedJson(ends, input.damages)) }),
        );
      case "bundle bytes":
        return tryBundle("bundle, its bytes changed", damagedBytes(bundle, input.damages));
      default:
        return input satisfies never;
    }
  };
  return { inputs, try: tryOne };
}

/** As a browser reads a file's text. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function refusal(row: string, error: unknown, isDoor: boolean): Tried {
  if (!(error instanceof BadInput)) throw error;
  return { row, kind: isDoor ? "refused at the door" : "refused inside" };
}

export function tryDocument(row: string, text: string): Tried {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { row, kind: "refused at the door" };
  }
  try {
    const document = toDocument(value);
    if (canonicalJson(toDocument(document)) !== canonicalJson(document)) throw new Error("the document does not hold");
    return { row, kind: "accepted" };
  } catch (error) {
    const isKind = error instanceof BadInput && !error.message.startsWith("This is not an experiment or a plan");
    return refusal(row, error, !isKind);
  }
}

export function tryRun(row: string, text: string): Tried {
  try {
    const file = runFileOf(text, "a.lab.json");
    const again = runFileText(file);
    if (runFileText(runFileOf(again, "b.lab.json")) !== again) throw new Error("the run does not hold");
    return { row, kind: "accepted" };
  } catch (error) {
    return refusal(row, error, !isJsonObject(text));
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "kind" in value;
  } catch {
    return false;
  }
}

export function tryTeacher(row: string, bytes: Uint8Array): Tried {
  try {
    const file = tensorFileOf(bytes, "a.safetensors");
    for (const { shape, values } of file.tensors.values()) {
      if (shape.reduce((product, n) => product * n, 1) !== values.length) throw new Error("a tensor is not whole");
    }
    tensorFileOf(safetensorsBytes(file), "b.safetensors");
    // What is no teacher of this lab is refused one step later, by the same sentence for all.
    const isTeacher = teacherFactsOf(file.metadata[teacherFactsKey]) !== null;
    return { row, kind: isTeacher ? "accepted" : "refused inside" };
  } catch (error) {
    return refusal(row, error, error instanceof BadInput && /its header|it has \d+ bytes/.test(error.message));
  }
}
