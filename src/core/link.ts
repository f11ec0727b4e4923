/**
 * An experiment or a plan as text for the hash of an address:
 * `x1.` + base64url(zlib(canonical JSON of the differences from the defaults of version 1)).
 * zlib's checksum makes a damaged link fail instead of meaning something else.
 */
import { BadInput } from "./bad-input.ts";
import type { Json } from "./canonical.ts";
import { canonicalJson, ownJson } from "./canonical.ts";
import { deflated, inflated } from "./deflate.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import { applied, differenceOf } from "./difference.ts";
import { toDocument } from "./document.ts";
import { spelledOut } from "./fsp-settings.ts";
import type { Document } from "./experiment.ts";

/** Longer links are cut by mail and chat programs on their way. */
export const longestLinkMade = 8000;
const longestLinkRead = 16_384;
/** No document comes near this; a link that unfolds to more is an attack. */
const largestDocumentBytes = 65_536;
const leastMethodKeys = Object.keys(defaultExperiment.method).length;

/** The text that follows `#`; throws `BadInput` when it would be too long to travel. */
export async function linkOf(document: Document): Promise<string> {
  const base64 = toBase64Url(await deflated(new TextEncoder().encode(canonicalJson(folded(document)))));
  const link = `x1.${base64}`;
  if (link.length > longestLinkMade) {
    throw new BadInput({ code: "link-made", length: link.length, most: longestLinkMade });
  }
  return link;
}

/** Reads a whole address, a hash or the bare text; throws `BadInput` with one sentence. */
export async function documentOf(link: string): Promise<Document> {
  if (link.length > longestLinkRead) {
    throw new BadInput({ code: "link-read", length: link.length, most: longestLinkRead });
  }
  const text = link.trim().replace(/^[^#]*#/, "");
  const found = /^x(\d{1,3})\.([A-Za-z0-9_-]+)$/.exec(text);
  if (!found) throw new BadInput({ code: "link-none" });
  if (found[1] !== "1") throw new BadInput({ code: "link-version", version: found[1]! });
  const value = await jsonIn(found[2]!);
  try {
    return toDocument(unfolded(value));
  } catch (error) {
    // Nested too deep to walk through.
    throw error instanceof BadInput ? error : damaged();
  }
}

function damaged(): BadInput {
  return new BadInput({ code: "link-damaged" });
}

async function jsonIn(base64: string): Promise<unknown> {
  try {
    const bytes = await inflated(fromBase64Url(base64), largestDocumentBytes);
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
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

function toBase64Url(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
