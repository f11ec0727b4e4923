/** One text and one hash for each JSON value, whatever order its keys were written in. */
import { BadInput } from "./bad-input.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Parses JSON that the lab wrote itself, so that its type is known; what comes from elsewhere goes through a schema. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- the type is the caller's word, as with any parser
export function ownJson<T>(text: string, revive?: (key: string, value: unknown) => unknown): T {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the caller vouches for who wrote it
  return JSON.parse(text, revive) as T;
}

/** A JSON text of anybody, to be checked by a schema; undefined where it is none. */
export function givenJson(text: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, revive);
  } catch {
    return undefined;
  }
}

/** JSON without spaces and with sorted keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** False on a page that came over plain http; types say it is always there. */
export function hasSha256(): boolean {
  return (crypto as { readonly subtle?: object }).subtle !== undefined;
}

/** SHA-256 as 64 hexadecimal digits. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  if (!hasSha256()) throw new BadInput({ code: "insecure" });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The identity of an experiment or a plan: the hash of its canonical JSON. The screen shows the first 8 digits. */
export function hashOf(document: object): Promise<string> {
  return sha256Of(new TextEncoder().encode(canonicalJson(document)));
}
