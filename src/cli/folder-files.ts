/** Files below one folder, each written whole or not at all. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BadInput } from "../core/bad-input.ts";
import { RowFile, type RowMark } from "./row-file.ts";
import { systemReason } from "./system-reason.ts";

export class FolderFiles {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  pathOf(file: string): string {
    return join(this.path, file);
  }

  write(file: string, contents: string | Uint8Array): void {
    const whole = this.pathOf(file);
    this.#written(whole, () => {
      try {
        makeFolder(dirname(whole));
        const part = openSync(`${whole}.part`, "w");
        try {
          writeFileSync(part, contents);
          // A machine that stops now must not leave the new name with nothing behind it.
          fsyncSync(part);
        } finally {
          closeSync(part);
        }
        renameSync(`${whole}.part`, whole);
      } catch (error) {
        rmSync(`${whole}.part`, { force: true });
        throw error;
      }
    });
  }

  has(file: string): boolean {
    return existsSync(this.pathOf(file));
  }

  /** Null where there is no such file. */
  read(file: string): Uint8Array | null {
    const whole = this.pathOf(file);
    if (!existsSync(whole)) return null;
    try {
      return readFileSync(whole);
    } catch (error) {
      throw new BadInput(`${whole} cannot be read: ${systemReason(error)}; move it away, or put it back as it was.`);
    }
  }

  /** A CSV that grows; the caller closes it. */
  rows(file: string, header: string, mark: RowMark | null): RowFile {
    const whole = this.pathOf(file);
    this.#written(whole, () => makeFolder(dirname(whole)));
    return new RowFile(whole, header, mark, (act) => this.#written(whole, act));
  }

  remove(file: string): void {
    rmSync(this.pathOf(file), { force: true, recursive: true });
  }

  #written(whole: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      throw new BadInput(
        `${whole} cannot be written: ${systemReason(error)}; free some space or name another --out. What was kept so far is there.`,
      );
    }
  }
}

/** Node's own recursive form never returns where a file system refuses new folders with "no such file" (under /proc). */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Processes of one plan make the same folders.
    if (!existsSync(path)) throw error;
  }
}
