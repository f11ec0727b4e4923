/**
 * An experiment or a plan as text for the hash of an address:
 * `x1.` + base64url(zlib(canonical JSON of the differences from the defaults of version 1)), or, where these are few and plain,
 * `x1:` + the differences as `readable-json.ts` says them + `/`, without which such a link was cut.
 * Behind it `&name=value` may follow: what to look at (`link-view.ts`), and `expect=1.…`, what the sender's runs came to,
 * packed as the experiment is. Neither is part of the experiment, and what of them is not understood is passed over.
 */
import { BadInput } from "./bad-input.ts";
import type { Json } from "./canonical.ts";
import { ownJson } from "./canonical.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import { applied, differenceOf } from "./difference.ts";
import { toDocument, toDocumentOfAnySize } from "./document.ts";
import type { Expectation } from "./expectation.ts";
import { expectationIn } from "./expectation.ts";
import { spelledOut } from "./fsp-settings.ts";
import type { Document } from "./experiment.ts";
import type { LinkView } from "./link-view.ts";
import { viewIn, viewParts } from "./link-view.ts";
import { packedJson, unpackedJson } from "./packed-json.ts";
import { readableCharacters, readableJson, readJson } from "./readable-json.ts";

/** Longer links are cut by mail and chat programs on their way. */
export const longestLinkMade = 8000;
const longestLinkRead = 16_384;
/** Beyond it nobody reads a link. */
const longestReadable = 120;
/** No document comes near this; a link that unfolds to more is an attack. */
const largestDocumentBytes = 65_536;
const anyLink = new RegExp(`^x(\\d{1,3})(?:\\.([A-Za-z0-9_-]+)|:([${readableCharacters}/]+))(&.*)?$`, "s");
const leastMethodKeys = Object.keys(defaultExperiment.method).length;

/** What travels beside a document. */
export interface LinkExtras {
  readonly view: LinkView;
  /** Null where nothing is expected, or a later lab says it in a way of its own. */
  readonly expectation: Expectation | null;
}

export interface Link extends LinkExtras {
  readonly document: Document;
}

export const noExtras: LinkExtras = { view: {}, expectation: null };

/** The text that follows `#`; throws `BadInput` when it would be too long to travel. */
export async function linkOf(document: Document, { view, expectation }: LinkExtras = noExtras): Promise<string> {
  const parts = viewParts(view);
  if (expectation) parts.push(["expect", `1.${await packedJson(expectation)}`]);
  const behind = parts.map(([name, value]) => `&${name}=${value}`).join("");
  const differences = folded(document);
  const readable = readableJson(differences);
  const isReadable = readable !== null && readable.length <= longestReadable;
  const link = (isReadable ? `x1:${readable}/` : `x1.${await packedJson(differences)}`) + behind;
  if (link.length > longestLinkMade) {
    throw new BadInput({ code: "link-made", length: link.length, most: longestLinkMade });
  }
  return link;
}

/** Reads a whole address, a hash or the bare text; throws `BadInput` with one sentence. */
export async function documentOf(link: string): Promise<Document> {
  const { document } = await linkIn(link);
  return toDocument(document);
}

/** The same with what travels beside the document, which may need more memory than there is. */
export async function linkIn(link: string): Promise<Link> {
  if (link.length > longestLinkRead) {
    throw new BadInput({ code: "link-read", length: link.length, most: longestLinkRead });
  }
  const text = link.trim().replace(/^[^#]*#/, "");
  const found = anyLink.exec(text);
  if (!found) throw new BadInput({ code: "link-none" });
  const [, version, packed, readable, behind = ""] = found;
  if (version !== "1") throw new BadInput({ code: "link-version", version: version! });
  const document = documentIn(packed === undefined ? readableIn(readable!) : await jsonIn(packed));
  const parts = partsIn(behind);
  return { document, view: viewIn(parts), expectation: await expectedIn(parts.get("expect")) };
}

async function jsonIn(packed: string): Promise<unknown> {
  try {
    return await unpackedJson(packed, largestDocumentBytes);
  } catch {
    throw damaged();
  }
}

function documentIn(value: unknown): Document {
  try {
    return toDocumentOfAnySize(unfolded(value));
  } catch (error) {
    // Nested too deep to walk through.
    throw error instanceof BadInput ? error : damaged();
  }
}

/** `&name=value` for each; of one name the first. */
function partsIn(behind: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const [, name, value] of behind.matchAll(/&([a-z]{1,20})=([A-Za-z0-9._-]*)(?=&|$)/g)) {
    if (!parts.has(name!)) parts.set(name!, value!);
  }
  return parts;
}

async function expectedIn(part: string | undefined): Promise<Expectation | null> {
  if (part === undefined || !part.startsWith("1.")) return null;
  try {
    return expectationIn(await unpackedJson(part.slice(2), largestDocumentBytes));
  } catch {
    // The experiment is whole all the same.
    return null;
  }
}

function damaged(): BadInput {
  return new BadInput({ code: "link-damaged" });
}

function readableIn(text: string): Json {
  if (!text.endsWith("/")) throw damaged();
  try {
    return readJson(text.slice(0, -1));
  } catch {
    throw damaged();
  }
}

/** A plan's experiments often differ in little, so all but the first are kept as differences from the first. */
function folded(document: Document): Json {
  const value = plain(document);
  if (document.kind === "experiment") return differenceOf(value, plain(defaultExperiment)) ?? {};
  // A difference cannot say that a setting is absent where the first experiment has it.
  const differs = document.experiments.some((experiment) => Object.keys(experiment.method).length > leastMethodKeys);
  const [first, ...others] = document.experiments.map((experiment) =>
    plain(differs ? spelledOut(experiment) : experiment),
  );
  return {
    plan: differenceOf(plain({ ...document, experiments: undefined }), plain(defaultPlan)) ?? {},
    experiments: [
      differenceOf(first!, plain(defaultExperiment)) ?? {},
      ...others.map((other) => differenceOf(other, first!) ?? {}),
    ],
  };
}

function unfolded(value: unknown): unknown {
  if (!isRecord(value)) return value;
  if (!Object.hasOwn(value, "plan")) return applied(plain(value), plain(defaultExperiment));
  const changes = value["experiments"];
  if (!Array.isArray(changes) || !isRecord(value["plan"])) return null;
  const [first, ...others] = changes.map(plain);
  const whole = applied(first, plain(defaultExperiment));
  const rest = applied(plain(value["plan"]), plain(defaultPlan));
  return {
    ...(isRecord(rest) ? rest : {}),
    experiments: [whole, ...others.map((other) => applied(other, whole))],
  };
}

function plain(value: unknown): Json {
  return ownJson<Json>(JSON.stringify(value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
