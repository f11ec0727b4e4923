import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "../core/defaults.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { jobsOf } from "../core/plan-jobs.ts";
import type { StepReport } from "../core/report.ts";
import { durationText, estimateText, PlanProgress } from "./plan-progress.ts";

const plain: Experiment = {
  ...defaultExperiment,
  name: "plain",
  method: { kind: "none" },
  task: { ...defaultExperiment.task, iterations: 100, drops: [] },
};
const plan: Plan = { ...defaultPlan, seeds: [1, 2, 3, 4], experiments: [plain] };
const jobs = jobsOf(plan);
const step = (n: number): StepReport => ({
  type: "step",
  stage: 2,
  step: n,
  rate: 0.1,
  loss: 2,
  accuracy: null,
  pairLoss: null,
  milliseconds: 1,
});

function progressOn(isTerminal: boolean, done: readonly string[] = []) {
  const said: string[] = [];
  const clock = { ms: 0 };
  const progress = new PlanProgress({
    jobs,
    done: new Set(done),
    now: () => clock.ms,
    isTerminal,
    width: () => 60,
    write: (text) => void said.push(text),
  });
  return { progress, said, clock };
}

test("elsewhere than on a terminal each tenth of a stage is a line, with the time that is left", () => {
  const { progress, said, clock } = progressOn(false);
  progress.began(jobs[0]!);
  for (let n = 1; n <= 21; n++) {
    clock.ms = n * 1000;
    progress.step(jobs[0]!, step(n));
  }
  // 20 of 400 steps took 20 s, and 379 are left.
  expect(said).toEqual([
    "[1/4] plain seed 1: stage 2, 1 of 100, loss 2.000, 1 s; 0 %\n",
    "[1/4] plain seed 1: stage 2, 10 of 100, loss 2.000, 10 s; 2 %, about 7 min left\n",
    "[1/4] plain seed 1: stage 2, 20 of 100, loss 2.000, 20 s; 5 %, about 6 min left\n",
  ]);
});

test("on a terminal there is one line with a bar, no wider than it", () => {
  const { progress, said } = progressOn(true);
  progress.began(jobs[0]!);
  progress.step(jobs[0]!, step(100));
  progress.ended(jobs[0]!, null);
  progress.began(jobs[1]!);
  progress.step(jobs[1]!, step(100));
  expect(said.at(-1)).toBe("\r\x1b[K[############------------] 50 %, 1 of 4 done; plain seed 2:");
  progress.ended(jobs[1]!, null);
  expect(said.at(-1)).toBe("\r\x1b[K[############------------] 50 %, 2 of 4 done; plain seed 2 ");
});

test("what was done before counts as done, and says nothing of how fast it goes now", () => {
  const { progress, clock } = progressOn(false, ["plain-s1", "plain-s2"]);
  progress.began(jobs[2]!);
  // It goes on from a checkpoint at step 50.
  progress.step(jobs[2]!, step(50));
  clock.ms = 10_000;
  progress.step(jobs[2]!, step(60));
  expect(progress.secondsLeft).toBeCloseTo(140, 6);
});

test("two at once are measured together", () => {
  const { progress, clock } = progressOn(false);
  for (const job of jobs.slice(0, 2)) {
    progress.began(job);
    progress.step(job, step(0));
  }
  clock.ms = 50_000;
  for (const job of jobs.slice(0, 2)) progress.step(job, step(50));
  expect(progress.secondsLeft).toBeCloseTo(150, 6);
});

test("a failure is a line of its own", () => {
  const { progress, said } = progressOn(false);
  progress.began(jobs[0]!);
  progress.ended(jobs[0]!, "The loss became NaN.");
  expect(said).toEqual(["plain seed 1 failed: The loss became NaN.\n"]);
});

test("before anything runs, the time is a guess over all that is left, divided among processes", () => {
  const one = estimateText(jobs, new Set(), "wasm", 1);
  expect(one).toMatch(/^4 runs: about \d+ s, at a guess\.$/);
  const two = estimateText(jobs, new Set(["plain-s1"]), "wasm", 2);
  expect(two).toMatch(/^3 runs, 1 of 4 done before: about \d+ s in 2 processes, at a guess\.$/);
});

test.each([
  [0.2, "about 1 s"],
  [89, "about 89 s"],
  [90, "about 2 min"],
  [5399, "about 1 h 30 min"],
])("%d seconds are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
