/** Links that nobody made, or that were damaged on their way: each opens a valid document or gives one sentence. */
import fc from "fast-check";
import { BadInput } from "../../core/bad-input.ts";
import type { Json } from "../../core/canonical.ts";
import { canonicalJson, ownJson } from "../../core/canonical.ts";
import { defaultExperiment, defaultPlan } from "../../core/defaults.ts";
import { differenceOf } from "../../core/difference.ts";
import { toDocumentOfAnySize } from "../../core/document.ts";
import type { LinkExtras } from "../../core/link.ts";
import { linkIn, linkOf } from "../../core/link.ts";
import { packedJson } from "../../core/packed-json.ts";
import { readableJson } from "../../core/readable-json.ts";
import { presets } from "../../core/presets.ts";
import { allExtras } from "../link-extras.ts";
import { storedData } from "../stored-data.ts";
import type { ByteDamage } from "./byte-damage.ts";
import { byteDamages, damagedBytes } from "./byte-damage.ts";
import { damagedJson, jsonDamages } from "./json-damage.ts";
import type { JsonDamage } from "./json-damage.ts";
import type { Tried } from "./outcome.ts";

export type LinkInput =
  | { readonly row: "any text"; readonly text: string }
  | { readonly row: "characters changed"; readonly seed: number; readonly damages: readonly ByteDamage[] }
  | { readonly row: "settings changed, packed anew"; readonly seed: number; readonly damages: readonly JsonDamage[] }
  | { readonly row: "settings changed, to be read"; readonly seed: number; readonly damages: readonly JsonDamage[] }
  | { readonly row: "result changed, packed anew"; readonly seed: number; readonly damages: readonly JsonDamage[] }
  | { readonly row: "other parts behind it"; readonly seed: number; readonly behind: readonly (readonly string[])[] };

const plain = (value: unknown): Json => ownJson<Json>(JSON.stringify(value));

/** As a link holds them before they are packed: differences from the defaults. */
const packable: readonly Json[] = [
  ...[...presets.values()].map((document) =>
    document.kind === "experiment"
      ? (differenceOf(plain(document), plain(defaultExperiment)) ?? {})
      : {
          plan: differenceOf(plain({ ...document, experiments: undefined }), plain(defaultPlan)) ?? {},
          experiments: document.experiments.map(plain),
        },
  ),
  plain({ ...defaultExperiment, data: storedData }),
  plain({
    ...defaultExperiment,
    data: { kind: "shapes", training: 32, validation: 16, test: 16, classes: 6, difficulty: 0, seed: 1 },
  }),
];
const extras = plain(allExtras.expectation);

const whichSeed = fc.nat({ max: packable.length - 1 });
const partNames = [
  "panel",
  "pair",
  "iteration",
  "theme",
  "expect",
  "backend",
  "engine",
  "tfjsflags",
  "__proto__",
  "x",
  "",
];
const partValues = [
  "features",
  "dark",
  "section1",
  "120",
  "-1",
  "1e9",
  "<script>",
  "1.",
  "1.AAAA",
  "wasm",
  "%00",
  "&",
  "#",
];

export const linkInputs: fc.Arbitrary<LinkInput> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      row: fc.constant("any text" as const),
      text: fc.oneof(
        fc.string({ maxLength: 300, unit: "binary" }),
        fc.base64String().map((text) => `x1.${text}`),
        fc.string({ maxLength: 300 }).map((text) => `x1:${text}/`),
        fc.webUrl({ withFragments: true }),
        fc.integer({ min: 8000, max: 20_000 }).map((length) => `x1.${"eJy".repeat(length / 3)}`),
        fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.string()).map(([version, text]) => `x${version}.${text}`),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ row: fc.constant("characters changed" as const), seed: whichSeed, damages: byteDamages }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      row: fc.constant("settings changed, packed anew" as const),
      seed: whichSeed,
      damages: jsonDamages,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      row: fc.constant("settings changed, to be read" as const),
      seed: whichSeed,
      damages: jsonDamages,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      row: fc.constant("result changed, packed anew" as const),
      seed: whichSeed,
      damages: jsonDamages,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      row: fc.constant("other parts behind it" as const),
      seed: whichSeed,
      behind: fc.array(
        fc.tuple(
          fc.oneof(fc.constantFrom(...partNames), fc.string({ maxLength: 8 })),
          fc.oneof(fc.constantFrom(...partValues), fc.string({ maxLength: 20 })),
        ),
        { maxLength: 6 },
      ),
    }),
  },
);

export interface FuzzedLink {
  readonly row: LinkInput["row"];
  readonly link: string;
  /** The link whose experiment this one holds, if it holds any; null where it may be another. */
  readonly of: string | null;
}

export async function linkFor(input: LinkInput): Promise<FuzzedLink> {
  const { row } = input;
  if (row === "any text") return { row, link: input.text, of: null };
  const seed = packable[input.seed]!;
  const whole = `x1.${await packedJson(seed)}`;
  switch (row) {
    case "characters changed": {
      const link = Buffer.from(damagedBytes(Buffer.from(whole), input.damages)).toString("latin1");
      return { row, link, of: whole };
    }
    case "settings changed, packed anew":
      return { row, link: `x1.${await packedJson(damagedJson(seed, input.damages))}`, of: null };
    case "settings changed, to be read": {
      const readable = readableJson(plain(damagedJson(seed, input.damages)));
      // What cannot be said is any text.
      return { row, link: `x1:${readable ?? JSON.stringify(seed)}/`, of: null };
    }
    case "result changed, packed anew": {
      const link = `${whole}&expect=1.${await packedJson(damagedJson(extras, input.damages))}`;
      return { row, link, of: whole };
    }
    case "other parts behind it": {
      const link = `${whole}${input.behind.map(([name, value]) => `&${name}=${value}`).join("")}`;
      return { row, link, of: whole };
    }
    default:
      return input satisfies never;
  }
}

/** The first check is of length, form and checksum. */
const door = ["link-read", "link-none", "link-version", "link-damaged"];

/** Throws what is neither the document that it should be nor a refusal. */
export async function tryLink({ row, link, of }: Omit<FuzzedLink, "row"> & Pick<Tried, "row">): Promise<Tried> {
  let found: Awaited<ReturnType<typeof linkIn>>;
  try {
    found = await linkIn(link);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    if (error.message === "" || error.message.length > 2000) throw new Error("no sentence", { cause: error });
    return { row, kind: door.includes(error.problem.code) ? "refused at the door" : "refused inside" };
  }
  const { document, ...beside } = found;
  if (canonicalJson(toDocumentOfAnySize(document)) !== canonicalJson(document))
    throw new Error("the document does not hold");
  if (of !== null && canonicalJson(document) !== canonicalJson((await linkIn(of)).document))
    throw new Error("another experiment than the link's");
  await checkReturn(document, beside);
  return { row, kind: "accepted" };
}

/** A link made of what was read is read the same. */
async function checkReturn(document: Parameters<typeof linkOf>[0], beside: LinkExtras): Promise<void> {
  let again: string;
  try {
    again = await linkOf(document, beside);
  } catch (error) {
    // The differences of a plan written by hand may be shorter than the lab's own.
    if (error instanceof BadInput && error.problem.code === "link-made") return;
    throw error;
  }
  if (canonicalJson(await linkIn(again)) !== canonicalJson({ document, ...beside }))
    throw new Error("a link made of it is read otherwise");
}
