/** The folder that `--out` names: refused when used, resumed when its run was interrupted. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BadInput, reasonOf } from "../core/bad-input.ts";

/** Lies in the folder while its run or plan is not finished. */
const unfinishedFile = "unfinished.json";

export class OutFolder {
  readonly path: string;
  /** Whether an interrupted run of the same thing lies here and goes on. */
  readonly resumed: boolean;

  /** `identity` says what is run: equal identities may go on where the other stopped. */
  constructor(path: string, identity: string) {
    this.path = resolve(path);
    this.resumed = opened(this.path, identity);
    if (!this.resumed) this.write(unfinishedFile, identity);
  }

  write(file: string, contents: string | Uint8Array): void {
    const whole = join(this.path, file);
    try {
      makeFolder(dirname(whole));
      writeFileSync(`${whole}.part`, contents);
      renameSync(`${whole}.part`, whole);
    } catch (error) {
      rmSync(`${whole}.part`, { force: true });
      throw new BadInput(`${whole} cannot be written: ${reasonOf(error)}; free some space or name another --out.`);
    }
  }

  read(file: string): Uint8Array | null {
    const whole = join(this.path, file);
    return existsSync(whole) ? readFileSync(whole) : null;
  }

  remove(file: string): void {
    rmSync(join(this.path, file), { force: true, recursive: true });
  }

  finish(): void {
    this.remove(unfinishedFile);
  }
}

/** Node's own recursive form never returns where a file system refuses new folders with "no such file" (under /proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function opened(path: string, identity: string): boolean {
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK);
    if (!statSync(path).isDirectory()) throw new Error("it is a file");
  } catch (error) {
    throw new BadInput(`--out ${path} cannot be used: ${reasonOf(error)}; name a folder that you may write to.`);
  }
  if (readdirSync(path).length === 0) return false;
  const unfinished = join(path, unfinishedFile);
  if (!existsSync(unfinished)) throw new BadInput(`--out ${path} already holds files; name a new folder, or empty it.`);
  if (readFileSync(unfinished, "utf8") === identity) return true;
  throw new BadInput(
    `--out ${path} holds an interrupted run of something else; name a new folder, or go on with that one.`,
  );
}
