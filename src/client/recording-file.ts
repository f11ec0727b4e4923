/** Reads the recorded run that the lab ships. */
import type { Recording } from "../core/recording.ts";
import { recordingOf } from "../core/recording.ts";

/** Null where there is none: that is no error, the page then says what to do instead. */
export async function fetchRecording(base: string, name: string): Promise<Recording | null> {
  for (const file of [`recorded/${name}.json.gz`, `recorded/${name}.json`]) {
    const response = await fetch(new URL(file, base)).catch(() => null);
    if (!response?.ok) continue;
    try {
      return recordingOf(await textOf(response));
    } catch {
      return null; // A server may answer every address with its start page.
    }
  }
  return null;
}

/** Some servers unpack a gzip on the way, so its first bytes decide. */
async function textOf(response: Response): Promise<string> {
  const bytes = await response.arrayBuffer();
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first !== 0x1f || second !== 0x8b) return new TextDecoder().decode(bytes);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
