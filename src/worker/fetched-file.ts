import { BadInput, reasonOf } from "../core/bad-input.ts";
import { Silence } from "./silence.ts";

/**
 * The bytes at an address. Rejects with `BadInput` naming `path` when the server has none, cannot be reached, breaks off, or
 * sends nothing for `silenceMs`.
 */
export async function fetchedFile(address: URL, path: string, silenceMs: number): Promise<Uint8Array> {
  const silence = new Silence(silenceMs);
  try {
    const response = await fetch(address, { signal: silence.signal });
    if (!response.ok) {
      throw new BadInput({ code: "file-unread", path, status: response.status, reason: response.statusText });
    }
    return await wholeOf(response, () => silence.heard());
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput({ code: "file-unread", path, status: null, reason: reasonOf(error) });
  } finally {
    silence.end();
  }
}

async function wholeOf(response: Response, heard: () => void): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body!.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    heard();
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
