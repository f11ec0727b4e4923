/** The folder that `--out` names: refused when used, resumed when its run was interrupted. */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BadInput } from "../core/bad-input.ts";
import { isLock, lockedFolder } from "./folder-lock.ts";
import { RowFile, type RowMark } from "./row-file.ts";
import { systemReason } from "./system-reason.ts";

/** Lies in the folder while its run or plan is not finished. */
const unfinishedFile = "unfinished.json";

export class OutFolder {
  readonly path: string;
  readonly #letGo: () => void;

  /** `identity` says what is run: equal identities may go on where the other stopped. No other process may use the folder. */
  constructor(path: string, identity: string) {
    if (path === "") throw new BadInput("--out names no folder; give it one, as in --out out/smoke.");
    this.path = resolve(path);
    makeUsable(this.path);
    checkUse(this.path, identity);
    this.#letGo = lockedFolder(this.path);
    try {
      // Another process may have begun or finished something here meanwhile.
      if (!checkUse(this.path, identity)) this.write(unfinishedFile, identity);
    } catch (error) {
      this.#letGo();
      throw error;
    }
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

  /** What was run is whole. */
  finish(): void {
    this.remove(unfinishedFile);
  }

  /** Lets other processes use the folder. */
  close(): void {
    this.#letGo();
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
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function makeUsable(path: string): void {
  try {
    makeFolder(path);
    if (!statSync(path).isDirectory()) throw new Error("it is a file");
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new BadInput(`--out ${path} cannot be used: ${systemReason(error)}; name a folder that you may write to.`);
  }
}

/** Whether an interrupted run of the same thing lies here and goes on. */
function checkUse(path: string, identity: string): boolean {
  if (readdirSync(path).every((name) => isLock(name) || name === `${unfinishedFile}.part`)) return false;
  const unfinished = join(path, unfinishedFile);
  if (!existsSync(unfinished)) throw new BadInput(`--out ${path} already holds files; name a new folder, or empty it.`);
  const kept = readFileSync(unfinished, "utf8");
  if (kept === identity) return true;
  if (withoutVariants(kept) === withoutVariants(identity))
    throw new BadInput(
      `--out ${path} holds this run interrupted, but its kernels were chosen otherwise than this GPU's are now, so it would not go on with the same bits; name a new folder.`,
    );
  throw new BadInput(
    `--out ${path} holds an interrupted run of something else; name a new folder, or go on with that one.`,
  );
}

/** An identity but for the hash of the variants of kernels in its environment. */
function withoutVariants(identity: string): string {
  return identity.replace(/"variants":"[0-9a-f]{64}"/, '"variants":""');
}
