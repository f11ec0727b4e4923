/** `lab run` of a plan: what its tables say of several seeds, of runs that failed, and of runs that an earlier process made. */
import { spawn, execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Experiment, Plan } from "../core/experiment.ts";
import type { Result } from "../core/report.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
const whole = join(folder, "whole");

const task = { ...tinyExperiment.task, iterations: 100, drops: [] };
const fsp: Experiment = { ...tinyExperiment, name: "fsp", task, evaluateEvery: 25 };
const plain: Experiment = { ...fsp, name: "plain", method: { kind: "none" } };
/** Its weights leave the range of float32 within a few steps. */
const diverging: Experiment = { ...plain, name: "diverging", task: { ...task, rate: 100, decay: 1 } };
const seeds = [1, 2, 3];
const plan: Plan = {
  kind: "plan",
  version: 1,
  name: "three",
  seeds,
  baseline: "plain",
  teacherPerSeed: false,
  experiments: [fsp, plain, diverging],
};

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function labRun(...args: readonly string[]): Promise<Outcome> {
  const command = ["scripts/lab.mjs", "run", join(folder, "plan.json"), ...args];
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, command, { cwd: root })) };
  } catch (error) {
    return error as Outcome;
  }
}

/** Lines as objects by the names in the first. */
function rowsOf(file: string): Record<string, string>[] {
  const [header, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  const names = header!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [names[index]!, cell])));
}

let outcome: Outcome;
beforeAll(async () => {
  writeFileSync(join(folder, "plan.json"), JSON.stringify(plan));
  outcome = await labRun("--out", whole, "--reach", "10");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a plan goes on behind runs that failed, names them, and ends with 1", () => {
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain("3 of 9 runs failed; the table names them.");
  expect(outcome.stdout.split("\n").filter((line) => /^diverging seed \d: .*finite/.test(line))).toHaveLength(3);
  const [, , row] = rowsOf(join(whole, "table.csv"));
  expect(row).toMatchObject({
    experiment: "diverging",
    n: "0",
    failed: "3",
    last_mean: "",
    last_pairs: "",
    last_verdict: "",
  });
});

test("table.csv begins with the columns that it always had", () => {
  const header = readFileSync(join(whole, "table.csv"), "utf8").split("\n")[0]!;
  expect(header).toMatch(/^experiment,teacher,method,iterations,n,last_mean,last_sd,best_mean,best_sd,/);
});

test("the differences are those of the runs' own results", () => {
  const testOf = (name: string, seed: number) =>
    (JSON.parse(readFileSync(join(whole, `${name}-s${seed}/result.json`), "utf8")) as Result).last.test;
  const pairs = rowsOf(join(whole, "pairs.csv")).filter(({ weights }) => weights === "last");
  expect(pairs.map(({ experiment, seed, difference }) => [experiment, Number(seed), Number(difference)])).toEqual(
    seeds.map((seed) => ["fsp", seed, testOf("fsp", seed) - testOf("plain", seed)]),
  );
  const [row] = rowsOf(join(whole, "table.csv"));
  expect(row!["last_pairs"]).toBe("3");
  const mean = seeds.reduce((sum, seed) => sum + testOf("fsp", seed) - testOf("plain", seed), 0) / 3;
  expect(Number(row!["last_difference"])).toBeCloseTo(mean, 12);
});

test("curves.csv has a point for every step that was measured, over the runs that finished", () => {
  const points = rowsOf(join(whole, "curves.csv"));
  const validation = points.filter(
    ({ experiment, metric, network }) =>
      experiment === "plain" && metric === "validation-accuracy" && network === "student",
  );
  expect(validation.map(({ step, n }) => [step, n])).toEqual(["25", "50", "75", "100"].map((step) => [step, "3"]));
  const losses = points.filter(
    ({ experiment, metric, network }) => experiment === "fsp" && metric === "task-loss" && network === "student",
  );
  expect(losses).toHaveLength(100);
  expect(points.some(({ experiment }) => experiment === "diverging")).toBe(false);
  // Its teacher was trained once, for all seeds.
  const ofTeacher = points.filter(({ experiment, network }) => experiment === "fsp" && network === "teacher");
  expect(new Set(ofTeacher.map(({ n }) => n))).toEqual(new Set(["1"]));
  const ends = seeds.map((seed) =>
    Number(
      rowsOf(join(whole, `plain-s${seed}/metrics.csv`)).find(
        ({ stage, step, metric }) => stage === "2" && step === "100" && metric === "validation-accuracy",
      )!["value"],
    ),
  );
  expect(Number(validation[3]!["min"])).toBe(Math.min(...ends));
  expect(Number(validation[3]!["max"])).toBe(Math.max(...ends));
});

/** What it cost is another time each time. */
const withoutTimes = (text: string) => text.slice(0, text.indexOf("Cost of training"));

test("iterations to an accuracy are counted without a folder too, by the same numbers", async () => {
  const { stdout } = await labRun("--reach", "10");
  expect(withoutTimes(stdout)).toBe(withoutTimes(outcome.stdout));
  expect(stdout).toContain("to a measured validation accuracy of at least 10.00 %");
});

test("a plan that was killed and goes on ends with the same tables", async () => {
  const killed = join(folder, "killed");
  const arguments_ = ["scripts/lab.mjs", "run", join(folder, "plan.json"), "--out", killed, "--reach", "10"];
  const child = spawn(process.execPath, arguments_, { cwd: root, detached: true, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  while (!existsSync(join(killed, "diverging-s1/failed.json")) && child.exitCode === null) await wait(2);
  process.kill(-child.pid!, "SIGKILL");
  await ended;
  expect(existsSync(join(killed, "table.csv"))).toBe(false);
  for (const file of ["diverging-s1/failed.json", "fsp-s1/metrics.csv"]) {
    const before = readFileSync(join(killed, file));
    writeFileSync(join(killed, file), before.subarray(0, before.length / 2));
    const { code, stderr } = await labRun("--out", killed);
    expect({ code, named: stderr.includes(`${join(killed, file)} is `) }).toEqual({ code: 2, named: true });
    writeFileSync(join(killed, file), before);
  }
  const again = await labRun("--out", killed, "--reach", "10");
  expect(again.code, again.stderr).toBe(outcome.code);
  expect(withoutTimes(again.stdout)).toBe(withoutTimes(outcome.stdout));
  for (const file of ["table.csv", "pairs.csv", "curves.csv"])
    expect(readFileSync(join(killed, file), "utf8")).toBe(readFileSync(join(whole, file), "utf8"));
});
