/** Runs that are stopped from outside and begun again, as processes of their own. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Experiment, Plan } from "../core/experiment.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";

const root = join(import.meta.dirname, "../..");
const base = mkdtempSync(join(tmpdir(), "fsp-lab-stopped-"));
const planFile = join(base, "plan.json");
const whole = join(base, "whole");
afterAll(() => rmSync(base, { recursive: true }));

const task = { ...tinyExperiment.task, iterations: 400, drops: [300] };
const fsp: Experiment = { ...tinyExperiment, evaluateEvery: 50, task };
const plan: Plan = {
  kind: "plan",
  version: 1,
  name: "stopped",
  seeds: [1],
  baseline: null,
  teacherPerSeed: false,
  experiments: [fsp, { ...fsp, name: "plain", method: { kind: "none" } }],
};
/** What must not depend on interruptions; `timings.csv` does. */
const files = ["tiny-s1", "plain-s1"].flatMap((run) =>
  ["metrics.csv", "student.safetensors", "teacher.safetensors", "result.json"].map((name) => join(run, name)),
);

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs the plan into `out`, and sends it a signal as soon as its progress matches. */
function lab(out: string, at?: { readonly progress: RegExp; readonly signal: NodeJS.Signals }): Promise<Ended> {
  const child = spawn(process.execPath, ["scripts/lab.mjs", "run", planFile, "--out", out], { cwd: root });
  let stderr = "";
  let sent = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (!at || sent || !at.progress.test(stderr)) return;
    sent = true;
    child.kill(at.signal);
  });
  return new Promise((done) => void child.on("close", (code) => done({ code, stderr })));
}

const contents = (folder: string) => files.map((file) => readFileSync(join(folder, file)));

beforeAll(async () => {
  writeFileSync(planFile, JSON.stringify(plan));
  expect((await lab(whole)).code).toBe(0);
});

test("stopped by each signal in turn, the run goes on to the bytes of one that was not", async () => {
  const out = join(base, "stopped");
  for (const [progress, signal, code] of [
    [/tiny seed 1: stage 2, \d+ of 400/, "SIGINT", 130],
    [/tiny seed 1: stage 2, 2\d\d of 400/, "SIGHUP", 129],
    [/plain seed 1: stage 2, 1\d\d of 400/, "SIGTERM", 143],
  ] as const) {
    const ended = await lab(out, { progress, signal });
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(`Interrupted; the same command goes on from what is kept in ${out}.\n`);
  }
  expect((await lab(out)).code).toBe(0);
  expect(contents(out)).toEqual(contents(whole));
  expect(existsSync(join(out, "unfinished.json"))).toBe(false);
});

test("killed without a word, it does not lock its own folder", async () => {
  const out = join(base, "killed");
  const progress = /plain seed 1: stage 2, \d+ of 400/;
  expect((await lab(out, { progress, signal: "SIGKILL" })).code).toBeNull();
  expect(existsSync(join(out, "in-use.json"))).toBe(true);
  expect((await lab(out)).code).toBe(0);
  expect(contents(out)).toEqual(contents(whole));
});

test("files that were damaged meanwhile are named, kept, and not gone on with", async () => {
  const out = join(base, "damaged");
  await lab(out, { progress: /plain seed 1: stage 2, \d+ of 400/, signal: "SIGINT" });
  for (const file of [
    "teachers/1/teacher.safetensors",
    "plain-s1/checkpoint.safetensors",
    "tiny-s1/result.json",
    "plain-s1/metrics.csv",
  ]) {
    const path = join(out, file);
    const before = readFileSync(path);
    const harmed = before.subarray(0, before.length / 2);
    writeFileSync(path, harmed);
    const { code, stderr } = await lab(out);
    expect(code).toBe(2);
    const said = stderr.trimEnd().split("\n").at(-1)!;
    expect(said.startsWith(path), stderr).toBe(true);
    expect(said).toMatch(/ the same command (makes|begins|trains) (that|this) (run|teacher) anew\.$/);
    expect(readFileSync(path)).toEqual(harmed);
    writeFileSync(path, before);
  }
  expect((await lab(out)).code).toBe(0);
  expect(contents(out)).toEqual(contents(whole));
});
