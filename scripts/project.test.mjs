import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { root } from "./project.mjs";

const folder = mkdtempSync(join(tmpdir(), "fsp-lab-project-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `body` as a script of the project does, and says how that ended.
 * @param {string} body @param {{ stdout?: "pipe" | number, heard?: (child: import("node:child_process").ChildProcess) => void }} [how]
 * @returns {Promise<{ code: number | null, stderr: string }>} */
function ran(body, { stdout = "pipe", heard = () => {} } = {}) {
  const text = `
    import fs from "node:fs";
    import { onInterrupt, script } from ${JSON.stringify(pathToFileURL(join(root, "scripts/project.mjs")).href)};
    await script(async () => { ${body} });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], { stdio: ["ignore", stdout, "pipe"] });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk) => (stderr += chunk));
  child.stdout?.on("data", () => heard(child));
  return new Promise((done) => void child.on("close", (code) => done({ code, stderr })));
}

test.skipIf(!existsSync("/dev/full"))("a full disk is one sentence, wherever it is met", async () => {
  expect(await ran(`fs.writeFileSync("/dev/full", "x");`)).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^[^\n]* cannot be written: the disk is full, free some space, then try again\.\n$/),
  });
  const printed = await ran(`console.log("x");`, { stdout: openSync("/dev/full", "w") });
  expect(printed.code).toBe(2);
  expect(printed.stderr).toMatch(/^What was to be printed cannot be written: the disk is full[^\n]*\n$/);
});

test("a file in a folder's place is named", async () => {
  writeFileSync(join(folder, "build"), "");
  const { code, stderr } = await ran(
    `fs.mkdirSync(${JSON.stringify(join(folder, "build/lab"))}, { recursive: true });`,
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^[^\n]*build\/lab lies under a file where a folder should be: remove that, then try again\.\n$/,
  );
});

test("what is no fault of the person's files keeps its stack", async () => {
  const { code, stderr } = await ran(`throw new TypeError("a mistake of ours");`);
  expect(code).toBe(1);
  expect(stderr).toContain("a mistake of ours\n    at ");
});

test("who stops reading early has read enough", async () => {
  const body = `for (let i = 0; i < 100; i++) { console.log("x".repeat(1e5)); await new Promise((go) => setTimeout(go)); }`;
  expect(await ran(body, { heard: ({ stdout }) => stdout?.destroy() })).toEqual({ code: 0, stderr: "" });
});

test.each(
  /** @type {const} */ ([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ]),
)("%s ends a script with %i, tidied up", async (signal, code) => {
  const left = join(folder, signal);
  mkdirSync(left);
  const body = `
    onInterrupt(() => fs.rmSync(${JSON.stringify(left)}, { recursive: true }));
    console.log("begun");
    await new Promise((go) => setTimeout(go, 20_000));`;
  expect(await ran(body, { heard: (child) => void child.kill(signal) })).toEqual({ code, stderr: "" });
  expect(existsSync(left)).toBe(false);
});
