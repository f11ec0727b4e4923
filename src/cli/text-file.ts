/** Text that a person hands over: a file, or standard input. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { BadInput } from "../core/bad-input.ts";
import { systemReason } from "./system-reason.ts";

/** No document comes near this; what goes on longer may never end. */
const mostBytes = 16 * 2 ** 20;

export function textIn(file: string): string {
  return decoded(bytesIn(file), file);
}

export function standardInput(): string {
  const name = "Standard input";
  return decoded(
    readable(name, () => wholeOf(0, name)),
    name,
  );
}

function bytesIn(file: string): Uint8Array {
  return readable(file, () => {
    if (statSync(file).isDirectory()) throw new BadInput(`${file} is a folder; name a JSON file in it.`);
    const opened = openSync(file, "r");
    try {
      return wholeOf(opened, file);
    } finally {
      closeSync(opened);
    }
  });
}

function readable(name: string, read: () => Uint8Array): Uint8Array {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw new BadInput(`${name} cannot be read: ${systemReason(error)}; name a file that you may read.`);
  }
}

function wholeOf(opened: number, name: string): Uint8Array {
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const piece = Buffer.alloc(65_536);
    const count = readSync(opened, piece);
    if (count === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, count));
    length += count;
    if (length > mostBytes)
      throw new BadInput(`${name} is longer than the ${mostBytes} bytes that an experiment or a plan may have.`);
  }
}

function decoded(bytes: Uint8Array, name: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new BadInput(`${name} is UTF-16; save it as UTF-8.`);
  try {
    // A byte order mark, as some editors put ahead, is left out.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BadInput(`${name} is no text in UTF-8; name a JSON file, saved as UTF-8.`);
  }
}
