/** Files of the hub, read in parts over the network. */
import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { HubFault } from "../core/hub-fault.ts";
import type { HubFile } from "../core/hub.ts";
import type { RangedFile } from "../data/import/files.ts";
import { Silence } from "./silence.ts";

export interface HubParts {
  /** Such as `https://huggingface.co`. */
  readonly origin: string;
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  /** How long the host may send nothing. */
  readonly silenceMs: number;
  /** How long to wait before a part is asked for once more; each time as long again. */
  readonly retryMs: number;
  /** Told how many bytes came. */
  readonly onBytes: (bytes: number) => void;
}

/** So much is asked for at once: few requests, and little to ask again for when one breaks off. */
const windowBytes = 2 ** 23;
/** A set may have grown a little since its size was written down, but not much. */
const growth = 1.1;
/** Of one part, until the whole set is given up. */
const mostTries = 3;
const mostListBytes = 2 ** 24;

/** Rejects with `BadInput` (code "hub"), as every range does, where the host does not give what was agreed to. */
export async function openHubFile(file: HubFile, parts: HubParts): Promise<RangedFile> {
  // A host may keep the size to itself.
  const total = (await fetchedAgain(file, 0, 1, parts)).total ?? file.bytes;
  const agreed = Math.ceil(growth * file.bytes);
  if (total > agreed) throw fault(file.path, parts, { kind: "larger", agreed: file.bytes, found: total });
  let window = { from: 0, bytes: new Uint8Array(0) };
  return {
    path: file.path.replace(/^\/datasets\//, "").replace("/resolve/", "/"),
    bytes: total,
    range: async (from, to, ahead) => {
      const isThere = from >= window.from && to <= window.from + window.bytes.length;
      if (!isThere) {
        const end = Math.min(total, Math.max(to, Math.min(ahead, from + windowBytes)));
        window = { from, bytes: (await fetchedAgain(file, from, end, parts)).bytes };
      }
      return window.bytes.subarray(from - window.from, to - window.from);
    },
  };
}

/** What the host lists of a set, as JSON. */
export async function hubList(id: string, parts: HubParts): Promise<unknown> {
  const path = `/parquet?dataset=${encodeURIComponent(id)}`;
  const { bytes } = await answered(path, id, {}, mostListBytes, parts);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw fault(id, parts, { kind: "answer" });
  }
}

/** As `fetchedRange`, but a host may break off or be busy for a while. */
async function fetchedAgain(file: HubFile, from: number, to: number, parts: HubParts) {
  for (let tries = 1; ; tries++) {
    try {
      return await fetchedRange(file, from, to, parts);
    } catch (error) {
      const found = error instanceof BadInput && error.problem.code === "hub" ? error.problem.fault : null;
      if (!found || tries === mostTries || !mayPass(found)) throw error;
      // What is fetched anew has not come before.
      if (found.kind === "cut") parts.onBytes(-found.found);
      await new Promise((resolve) => setTimeout(resolve, tries * parts.retryMs));
    }
  }
}

function mayPass(found: HubFault): boolean {
  if (found.kind === "status") return found.status === 429 || found.status >= 500;
  return found.kind === "cut" || found.kind === "unreached";
}

/** Bytes `from` up to `to`, and how many the whole file has where the host says. */
async function fetchedRange({ path }: HubFile, from: number, to: number, parts: HubParts) {
  const headers = { Range: `bytes=${from}-${to - 1}` };
  const { bytes, response } = await answered(path, path, headers, to - from, parts);
  if (response.status !== 206) throw fault(path, parts, { kind: "whole" });
  if (bytes.length !== to - from) throw fault(path, parts, { kind: "cut", expected: to - from, found: bytes.length });
  const said = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get("content-range") ?? "");
  if (said && Number(said[1]) !== from) throw fault(path, parts, { kind: "answer" });
  return { bytes, total: said ? Number(said[2]) : null };
}

/** One byte more than `most` is enough to know that the host sends something else; nothing is read behind it. */
async function answered(
  path: string,
  what: string,
  headers: Readonly<Record<string, string>>,
  most: number,
  parts: HubParts,
): Promise<{ readonly response: Response; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const silence = new Silence(parts.silenceMs);
  try {
    const response = await parts.fetch(`${parts.origin}${path}`, {
      headers,
      signal: silence.signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    silence.heard();
    if (!response.ok) throw fault(what, parts, { kind: "status", status: response.status });
    return { response, bytes: await bodyOf(response, most, silence, parts) };
  } catch (error) {
    if (error instanceof BadInput) throw error;
    if (silence.isOver) throw fault(what, parts, { kind: "silent", seconds: parts.silenceMs / 1000 });
    throw fault(what, parts, { kind: "unreached", reason: reasonOf(error) });
  } finally {
    silence.end();
  }
}

/** What came; of a connection that broke, what came before: its length tells. */
async function bodyOf(
  response: Response,
  most: number,
  silence: Silence,
  { onBytes }: HubParts,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body!.getReader();
  let length = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      silence.heard();
      onBytes(piece.value.length);
      pieces.push(piece.value);
      length += piece.value.length;
      if (length <= most) continue;
      await reader.cancel();
      break;
    }
  } catch (error) {
    if (silence.isOver) throw error;
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

function fault(what: string, { origin }: HubParts, found: HubFault): BadInput {
  return new BadInput({ code: "hub", host: new URL(origin).host, what, fault: found });
}
