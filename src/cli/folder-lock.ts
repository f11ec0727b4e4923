/** One process at a time in a folder: a file says which, and that of a process that died is not in the way. */
import { createHash } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { BadInput } from "../core/bad-input.ts";
import { ownJson } from "../core/canonical.ts";
import { systemReason } from "./system-reason.ts";

export const lockFile = "in-use.json";

interface Holder {
  readonly pid: number;
  /** Another process may have the number by now; null where the system does not tell when one began. */
  readonly began: string | null;
  readonly host: string;
}

/** One removes what a dead process left; more, where others come and go. */
const mostTries = 10;

/** Gives what lets the folder go again. Throws `BadInput` where another process has it. */
export function lockedFolder(folder: string): () => void {
  return lockedFile(join(folder, lockFile), folder);
}

/** Whether a file of this name is the lock of a folder, or of the taking over of one. */
export function isLock(name: string): boolean {
  return name.startsWith(lockFile);
}

function lockedFile(file: string, folder: string): () => void {
  const own = JSON.stringify({ pid: process.pid, began: beginOf(process.pid), host: hostname() } satisfies Holder);
  for (let tries = 1; !isMade(file, own, folder); tries++) {
    if (tries === mostTries) throw new BadInput(`--out ${folder} cannot be used: remove ${file}, then try again.`);
    removeIfDead(file, folder);
  }
  const release = () => {
    process.off("exit", release);
    if (textOf(file) === own) rmSync(file, { force: true });
  };
  process.on("exit", release);
  return release;
}

/** Whether the file was not there, and now is. */
function isMade(file: string, contents: string, folder: string): boolean {
  try {
    makeWhole(file, contents);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw new BadInput(
      `--out ${folder} cannot be used: ${systemReason(error)}; free some space, or name a folder that you may write to.`,
    );
  }
}

/** Throws where the file is there. At once with its contents, so that a process killed here leaves no lock that names nobody. */
function makeWhole(file: string, contents: string): void {
  const filled = `${file}.${process.pid}`;
  try {
    writeFileSync(filled, contents);
    linkSync(filled, file);
  } catch (error) {
    if (!isWithoutLinks(error)) throw error;
    makeInPlace(file, contents);
  } finally {
    rmSync(filled, { force: true });
  }
}

function makeInPlace(file: string, contents: string): void {
  try {
    writeFileSync(file, contents, { flag: "wx" });
  } catch (error) {
    // Made, but not filled: the disk is full.
    if (codeOf(error) !== "EEXIST") rmSync(file, { force: true });
    throw error;
  }
}

/** A card or a stick, and some folders of other machines. */
function isWithoutLinks(error: unknown): boolean {
  return ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(codeOf(error) ?? "");
}

/**
 * Only who holds the lock that is named after the dead process's own may remove that: else two could find it dead, and the
 * slower one would remove what the faster one has made since.
 */
function removeIfDead(file: string, folder: string): void {
  const text = textOf(file);
  // Let go meanwhile.
  if (text === null) return;
  checkDead(text, file, folder);
  const letGo = lockedFile(`${file}.${createHash("sha256").update(text).digest("hex").slice(0, 16)}`, folder);
  try {
    if (textOf(file) === text) rmSync(file, { force: true });
  } finally {
    letGo();
  }
}

/** Throws `BadInput` unless this is the lock of a process that has ended. */
function checkDead(text: string, file: string, folder: string): void {
  const holder = holderIn(text);
  if (holder?.host !== hostname()) {
    throw new BadInput(
      `--out ${folder} is in use by ${holder ? `a process of the machine "${holder.host}"` : "an unknown process"}; if there is none, remove ${file}.`,
    );
  }
  if (isAlive(holder)) {
    throw new BadInput(`--out ${folder} is in use by process ${holder.pid}; wait for it, or name another folder.`);
  }
}

/** Null where it cannot be read: it is gone, or nobody wrote it. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function holderIn(text: string): Holder | null {
  try {
    const { pid, began, host } = ownJson<Partial<Record<keyof Holder, unknown>>>(text);
    if (typeof pid !== "number" || typeof host !== "string") return null;
    return { pid, host, began: typeof began === "string" ? began : null };
  } catch {
    return null;
  }
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's.
    if (codeOf(error) === "ESRCH") return false;
  }
  return began === null || beginOf(pid) === null || beginOf(pid) === began;
}

/** When a process began, in the system's own ticks since the boot that it names; null where there is no /proc. */
function beginOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The second field, a program's name in brackets, may hold spaces and brackets itself.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/s, "").trim().split(" ");
    return fields[0] === "Z" ? "ended, and nobody asked how" : `${boot} ${fields[19]}`;
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
