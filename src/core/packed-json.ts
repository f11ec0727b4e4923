/** JSON as text for an address: base64url of zlib, whose checksum makes a damaged one fail instead of meaning something else. */
import { canonicalJson } from "./canonical.ts";
import { deflated, inflated } from "./deflate.ts";

export async function packedJson(value: unknown): Promise<string> {
  return toBase64Url(await deflated(new TextEncoder().encode(canonicalJson(value))));
}

/** Rejects where the text is damaged, or unfolds to more than `mostBytes`. */
export async function unpackedJson(text: string, mostBytes: number): Promise<unknown> {
  const bytes = await inflated(fromBase64Url(text), mostBytes);
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
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
