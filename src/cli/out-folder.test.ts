import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { canonicalJson } from "../core/canonical.ts";
import { lockFile } from "./folder-lock.ts";
import { OutFolder } from "./out-folder.ts";

const base = mkdtempSync(join(tmpdir(), "fsp-lab-out-"));
afterAll(() => rmSync(base, { recursive: true }));

let path = "";
let made = 0;
beforeEach(() => {
  path = join(base, `out${made++}`);
});

/** A process that has ended, as the lock of it would name it. */
function deadProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

describe("one process at a time", () => {
  test("the second is refused, and comes in when the first has let go", () => {
    const first = new OutFolder(path, "plan");
    expect(() => new OutFolder(path, "plan")).toThrow(
      `--out ${path} is in use by process ${process.pid}; wait for it, or name another folder.`,
    );
    first.close();
    new OutFolder(path, "plan").close();
    expect(readdirSync(path)).toEqual(["unfinished.json"]);
  });

  test.each([
    ["died", () => ({ pid: deadProcess(), began: null, host: hostname() })],
    ["died, and whose number went to another", () => ({ pid: process.pid, began: "another boot 1", host: hostname() })],
  ])("the lock of a process that %s is not in the way", (_, holder) => {
    mkdirSync(path);
    writeFileSync(join(path, lockFile), JSON.stringify(holder()));
    new OutFolder(path, "plan").close();
  });

  test.each([
    ["another machine's", JSON.stringify({ pid: 1, began: null, host: "elsewhere" }), `of the machine "elsewhere"`],
    ["a damaged", "{", "an unknown process"],
  ])("%s lock is named, with the way out, and stays", (_, text, who) => {
    mkdirSync(path);
    const file = join(path, lockFile);
    writeFileSync(file, text);
    expect(() => new OutFolder(path, "plan")).toThrow(who);
    expect(() => new OutFolder(path, "plan")).toThrow(`if there is none, remove ${file}.`);
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  test("a folder in the lock's place is refused, not waited for", () => {
    mkdirSync(join(path, lockFile), { recursive: true });
    expect(() => new OutFolder(path, "plan")).toThrow(`remove ${join(path, lockFile)}, then try again.`);
  });
});

test("a used folder is refused and left as it is", () => {
  mkdirSync(path);
  writeFileSync(join(path, "thesis.txt"), "all of it");
  expect(() => new OutFolder(path, "plan")).toThrow(`--out ${path} already holds files`);
  expect(readdirSync(path)).toEqual(["thesis.txt"]);
});

test("a folder of finished runs is refused with where their numbers are", () => {
  mkdirSync(path);
  writeFileSync(join(path, "table.csv"), "experiment");
  expect(() => new OutFolder(path, "plan")).toThrow("what they came to in table.csv; name a new folder.");
});

test("an interrupted run of something else is refused and left as it is", () => {
  new OutFolder(path, "plan").close();
  expect(() => new OutFolder(path, "another plan")).toThrow("holds an interrupted run of something else");
  expect(readFileSync(join(path, "unfinished.json"), "utf8")).toBe("plan");
});

test("an interrupted run goes on by the same variants of kernels only, and the sentence says so", () => {
  const environment = { backend: "webgpu", adapter: "a GPU", variants: "a".repeat(64) };
  const identity = canonicalJson({ plan: {}, environment });
  new OutFolder(path, identity).close();
  const others = { ...environment, variants: "b".repeat(64) };
  expect(() => new OutFolder(path, canonicalJson({ plan: {}, environment: others }))).toThrow(
    "its kernels were chosen otherwise than this GPU's are now",
  );
  expect(() => new OutFolder(path, canonicalJson({ plan: { name: "b" }, environment: others }))).toThrow(
    "an interrupted run of something else",
  );
  new OutFolder(path, identity).close();
});

test("--out without a name is not this folder", () => {
  expect(() => new OutFolder("", "plan")).toThrow("--out names no folder");
});

describe.skipIf(!existsSync("/dev/full"))("on a full disk", () => {
  test("the sentence names the file, and what was there before stays", () => {
    const folder = new OutFolder(path, "plan");
    folder.write("checkpoint", "old");
    symlinkSync("/dev/full", join(path, "checkpoint.part"));
    expect(() => folder.write("checkpoint", "new")).toThrow(
      /checkpoint cannot be written: no space left on device; free some space or name another --out/,
    );
    expect(readFileSync(join(path, "checkpoint"), "utf8")).toBe("old");
    folder.close();
  });

  test("rows that find no room are told of at once", () => {
    const folder = new OutFolder(path, "plan");
    symlinkSync("/dev/full", join(path, "metrics.csv"));
    const rows = folder.rows("metrics.csv", "step,loss", null);
    expect(() => rows.mark()).toThrow("metrics.csv cannot be written: no space left on device");
    folder.close();
  });
});

describe("rows", () => {
  const header = "step,loss";

  /** The rows of steps 1 and 2, then a mark, then step 3, which no checkpoint knows. */
  function interrupted() {
    const folder = new OutFolder(path, "plan");
    const rows = folder.rows("metrics.csv", header, null);
    rows.add(["1,0.5", "2,0.25"]);
    const mark = rows.mark();
    rows.add(["3,0.125"]);
    rows.close();
    return { folder, mark, file: join(path, "metrics.csv") };
  }

  test("that a checkpoint does not know are cut off, and the others stay", () => {
    const { folder, mark, file } = interrupted();
    expect(readFileSync(file, "utf8")).toBe("step,loss\n1,0.5\n2,0.25\n3,0.125\n");
    const rows = folder.rows("metrics.csv", header, mark);
    rows.add(["3,0.12"]);
    const next = rows.mark();
    rows.close();
    expect(readFileSync(file, "utf8")).toBe("step,loss\n1,0.5\n2,0.25\n3,0.12\n");
    // The next mark is of everything, not only of what was added since.
    folder.rows("metrics.csv", header, next).close();
    folder.close();
  });

  test.each([
    ["shorter", (file: string) => truncateSync(file, 20)],
    ["other", (file: string) => writeFileSync(file, "step,loss\n1,0.6\n2,0.25\n3,0.125\n")],
    ["gone", (file: string) => rmSync(file)],
  ])("that are %s than the checkpoint knows them are not gone on with, and not touched", (_, harm) => {
    const { folder, mark, file } = interrupted();
    harm(file);
    const before = existsSync(file) ? readFileSync(file, "utf8") : null;
    expect(() => folder.rows("metrics.csv", header, mark)).toThrow("does not begin with the rows that its checkpoint");
    expect(existsSync(file) ? readFileSync(file, "utf8") : null).toBe(before);
    folder.close();
  });

  test("hundreds of megabytes are no trouble", () => {
    const folder = new OutFolder(path, "plan");
    const rows = folder.rows("metrics.csv", header, null);
    const many = Array.from({ length: 10_000 }, (_, i) => `${i},${"9".repeat(100)}`);
    for (let i = 0; i < 80; i++) rows.add(many);
    const mark = rows.mark();
    rows.close();
    expect(mark.bytes).toBeGreaterThan(80e6);
    appendFileSync(join(path, "metrics.csv"), "half a ro");
    const again = folder.rows("metrics.csv", header, mark);
    expect(again.mark()).toEqual(mark);
    again.close();
    folder.close();
    rmSync(path, { recursive: true });
  });
});
