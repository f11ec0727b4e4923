/** The folder that `--out` names: refused when used, resumed when its run was interrupted. */
import { accessSync, constants, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BadInput } from "../core/bad-input.ts";
import { FolderFiles, makeFolder } from "./folder-files.ts";
import { isLock, lockedFolder } from "./folder-lock.ts";
import { systemReason } from "./system-reason.ts";

/** Lies in the folder while its run or plan is not finished. */
const unfinishedFile = "unfinished.json";

export class OutFolder extends FolderFiles {
  readonly #letGo: () => void;

  /** `identity` says what is run: equal identities may go on where the other stopped. No other process may use the folder. */
  constructor(path: string, identity: string) {
    checkOut(path);
    super(path);
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

  /** What was run is whole. */
  finish(): void {
    this.remove(unfinishedFile);
  }

  /** Lets other processes use the folder. */
  close(): void {
    this.#letGo();
  }
}

/** Throws where a folder could not be made or written to. Nothing is made yet. */
export function checkOut(path: string): void {
  if (path === "") throw new BadInput("--out names no folder; give it one, as in --out out/smoke.");
  const whole = resolve(path);
  let there = whole;
  while (!existsSync(there)) there = dirname(there);
  usable(whole, () => {
    if (!statSync(there).isDirectory()) throw new Error(`${there} is a file`);
    accessSync(there, constants.W_OK);
  });
}

function makeUsable(path: string): void {
  usable(path, () => {
    makeFolder(path);
    accessSync(path, constants.W_OK);
  });
}

function usable(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new BadInput(`--out ${path} cannot be used: ${systemReason(error)}; name a folder that you may write to.`);
  }
}

/** Whether an interrupted run of the same thing lies here and goes on. */
function checkUse(path: string, identity: string): boolean {
  if (readdirSync(path).every((name) => isLock(name) || name === `${unfinishedFile}.part`)) return false;
  const unfinished = join(path, unfinishedFile);
  if (!existsSync(unfinished)) throw used(path);
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

function used(path: string): BadInput {
  const tables = ["table.csv", "result.json"].filter((file) => existsSync(join(path, file)));
  return new BadInput(
    tables.length > 0
      ? `--out ${path} holds runs that are finished, and what they came to in ${tables.join(" and ")}; name a new folder.`
      : `--out ${path} already holds files; name a new folder, or empty it.`,
  );
}

/** An identity but for the hash of the variants of kernels in its environment. */
function withoutVariants(identity: string): string {
  return identity.replace(/"variants":"[0-9a-f]{64}"/, '"variants":""');
}
