/** Two processes that find the same lock of a dead one: what the slower does is put between two steps of the faster. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { lockedFolder, lockFile } from "./folder-lock.ts";

/** Done before the next lock is removed. */
let meanwhile: (() => void) | null = null;

/** What a process that is killed between two steps would leave: noted at each file that is written. */
const seen: string[] = [];

vi.mock(import("node:fs"), async (original) => {
  const fs = await original();
  return {
    ...fs,
    writeFileSync: (path, contents, options) => {
      // As the system does it: there first, and filled then.
      fs.writeFileSync(path, "", options);
      if (typeof path === "string") seen.push(...fs.readdirSync(dirname(path)));
      fs.writeFileSync(path, contents);
    },
    rmSync: (path, options) => {
      if (typeof path === "string" && path.endsWith(lockFile)) {
        const act = meanwhile;
        meanwhile = null;
        act?.();
      }
      fs.rmSync(path, options);
    },
  };
});

test("of two that take over from a dead process only one has the folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "fsp-lab-lock-"));
  const dead = { pid: spawnSync(process.execPath, ["-e", ""]).pid, began: null, host: hostname() };
  writeFileSync(join(folder, lockFile), JSON.stringify(dead));
  let other: (() => void) | string | null = null;
  meanwhile = () => {
    try {
      other = lockedFolder(folder);
    } catch (error) {
      other = String(error);
    }
  };
  const letGo = lockedFolder(folder);
  expect(other).toMatch(/is in use by process \d+; wait for it/);
  letGo();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test("a lock is never there without its contents, whenever its process is killed", () => {
  const folder = mkdtempSync(join(tmpdir(), "fsp-lab-lock-"));
  seen.length = 0;
  const letGo = lockedFolder(folder);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen).not.toContain(lockFile);
  expect(readdirSync(folder)).toEqual([lockFile]);
  letGo();
  rmSync(folder, { recursive: true });
});
