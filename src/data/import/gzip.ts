/** `.gz` files. */
import type { Budget } from "./budget.ts";
import { faulty } from "./budget.ts";
import { reasonOf } from "../../core/bad-input.ts";

const chunkBytes = 65_536;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The length of what is inside, modulo 2^32, stands in the last four bytes: allowed first, and then held to. */
export async function gunzipped(bytes: Uint8Array, file: string, budget: Budget): Promise<Uint8Array> {
  if (bytes.length < 18) throw faulty(file, null, { kind: "cut", expected: 18, found: bytes.length });
  const expected = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  budget.unpack(bytes.length, expected, file);
  const contents = new Uint8Array(expected);
  let length = 0;
  try {
    for await (const part of partsOf(bytes)) {
      budget.tick(file);
      length += part.length;
      if (length > expected) break;
      contents.set(part, length - part.length);
    }
  } catch (error) {
    throw faulty(file, null, { kind: "damaged", detail: `gzip: ${reasonOf(error)}` });
  }
  if (length !== expected)
    throw faulty(file, null, { kind: "damaged", detail: "gzip: what is inside has another length than it says" });
  return contents;
}

/** What a gzip file holds, in pieces; a reader that stops early leaves the rest packed. */
async function* partsOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const writing = (async () => {
    for (let at = 0; at < bytes.length; at += chunkBytes) await writer.write(bytes.subarray(at, at + chunkBytes));
    await writer.close();
  })();
  // The reader meets the same error; this keeps the writer's copy from going unhandled.
  writing.catch(() => {});
  const reader = stream.readable.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
