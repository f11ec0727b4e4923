import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "../core/defaults.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { jobsOf, type Job } from "../core/plan-jobs.ts";
import { noBetterMargin } from "../core/statistics/plan-summary.ts";
import { costText, costsCsv } from "./cost-table.ts";
import { failureOf, type JobOutcome } from "./job-outcome.ts";
import { tuningsOf } from "./plan-queue.ts";
import { planEnd, planText } from "./plan-tables.ts";
import { StageClock, type StageTimes } from "../core/stage-times.ts";
import { timesIn } from "./stage-times.ts";
import { sweepCsv, sweepText } from "./sweep-table.ts";
import { csv, timingRow, timingsHeader } from "../core/report-rows.ts";

const fsp: Experiment = { ...defaultExperiment, name: "fsp" };
const plain: Experiment = { ...fsp, name: "plain", method: { kind: "none" } };
const plan: Plan = {
  ...defaultPlan,
  seeds: [1, 2],
  baseline: "plain",
  experiments: [fsp, plain],
  sweep: { rates: [0.05, 0.1, 0.2], seeds: [9], iterations: 100 },
};

/** A second for each ten iterations of every stage. */
function timesOf(iterations: Readonly<Record<0 | 1 | 2, number>>): StageTimes {
  const of = (stage: 0 | 1 | 2) => ({ iterations: iterations[stage], seconds: iterations[stage] / 10 });
  return { 0: of(0), 1: of(1), 2: of(2) };
}

function outcomeOf(job: Job): JobOutcome {
  const stageOne = job.experiment.method.kind === "fsp" ? 200 : 0;
  switch (job.kind) {
    case "teacher":
      return { kind: "teacher", failure: null, times: timesOf({ 0: 1000, 1: 0, 2: 0 }) };
    case "trial": {
      const { rate } = job.trial;
      if (rate === 0.2) return failureOf(job, "The loss became NaN.", timesOf({ 0: 0, 1: stageOne, 2: 7 }));
      const validation = job.experiment.name === "fsp" ? 0.9 - rate : 0.5 + rate;
      const times = timesOf({ 0: 0, 1: stageOne, 2: 100 });
      return { kind: "trial", trial: { trial: job.trial, validation }, failure: null, times };
    }
    case "run": {
      const score = { step: 300, validation: 0.8, test: 0.8 };
      const result = { last: score, best: score, iterations: { teacher: 1000, fsp: stageOne, task: 300 } };
      return {
        kind: "run",
        outcome: { status: "finished", run: job.run, result, validation: { steps: [300], values: [0.8] } },
        // A run's rows have the steps of its teacher too, which it did not make.
        times: timesOf({ 0: 1000, 1: stageOne, 2: 300 }),
      };
    }
    default:
      return job satisfies never;
  }
}

const outcomes = new Map(jobsOf(plan).map((job) => [job.id, outcomeOf(job)]));
const tunings = tuningsOf(plan, outcomes);

test("a person reads every rate with its accuracy, which was chosen, and whose lies at an end", () => {
  expect(sweepText(plan, tunings)).toMatchInlineSnapshot(`
    "Rates of stage 2, tried with seed 9 for 100 iterations: validation accuracy of the last weights, %
    experiment  0.05   0.1    0.2     chosen
    fsp         85.00  80.00  failed  0.05
    plain       55.00  60.00  failed  0.1
    Chosen by validation images alone; of equal rates, the smallest.
    At an end of the rates, beyond which none was tried: fsp."
  `);
  expect(sweepText({ ...defaultPlan, experiments: [fsp] }, new Map())).toBeNull();
});

test("sweep.csv has a row for every trial, the failed ones without an accuracy", () => {
  const rows = sweepCsv(plan, outcomes, tunings)!.trimEnd().split("\n");
  expect(rows.slice(1).filter((row) => row.startsWith("plain"))).toEqual([
    "plain,0.05,9,0.55,0",
    "plain,0.1,9,0.6,1",
    "plain,0.2,9,,0",
  ]);
});

test("the cost counts sweeps, failed trials and stage 1, and each teacher once", () => {
  expect(costText(plan, outcomes)).toMatchInlineSnapshot(`
    "Cost of training: iterations, and seconds of their steps
    experiment  sweep  s   stage 1  s a run  stage 2  s a run  in all  s
    fsp         807    81  200      20       300      30       1807    181
    plain       207    21  -        -        300      30       807     81
    Teachers trained: 1, 1000 iterations, 100 s."
  `);
  const [, teacher, , , , run] = costsCsv(plan, outcomes).split("\n");
  expect(teacher).toBe("teacher,plain,1,,1000,100.000,0,0.000,0,0.000");
  expect(run).toBe("run,plain,1,,0,0.000,0,0.000,300,30.000");
});

test("a run that failed half-way makes no run cheaper, but is in what was spent", () => {
  const failed = jobsOf(plan).find(({ id }) => id === "fsp-s2")!;
  const half = failureOf(failed, "The loss became NaN.", timesOf({ 0: 1000, 1: 200, 2: 10 }));
  const [, , fsp] = costText(plan, new Map([...outcomes, [failed.id, half]])).split("\n");
  expect(fsp!.split(/ {2,}/)).toEqual(["fsp", "807", "81", "200", "20", "300", "30", "1517", "152"]);
});

test("the runs stand in the plan's order with the rates that they were run with, whoever ended first", () => {
  const reversed = new Map([...outcomes].toReversed());
  const { table } = planEnd(plan, reversed, { reach: null, margin: noBetterMargin });
  expect(table).toEqual(planEnd(plan, outcomes, { reach: null, margin: noBetterMargin }).table);
  expect(table.plan.experiments.map(({ name, task }) => [name, task.rate])).toEqual([
    ["fsp", 0.05],
    ["plain", 0.1],
  ]);
  expect(table.outcomes.map(({ run }) => `${run.experiment} ${run.seed}`)).toEqual([
    "fsp 1",
    "plain 1",
    "fsp 2",
    "plain 2",
  ]);
});

test("a plan that was interrupted has the rates whose trials have all ended, and the runs that there are", () => {
  const soFar = new Map([...outcomes].slice(0, 6));
  expect([...soFar.keys()]).toEqual([
    "teachers/1",
    "sweep/plain-r0.05-s9",
    "sweep/plain-r0.1-s9",
    "sweep/plain-r0.2-s9",
    "plain-s1",
    "sweep/fsp-r0.05-s9",
  ]);
  expect([...tuningsOf(plan, soFar)].map(([name, { rate }]) => [name, rate])).toEqual([["plain", 0.1]]);
  const text = planText(planEnd(plan, soFar, { reach: null, margin: noBetterMargin }));
  expect(text).toMatch(/^plain +300 +0\.1 +80\.00 +80\.00 +1 +none$/m);
  expect(text).not.toMatch(/^fsp +85/m);
});

test("times come back from timings.csv as they were measured", () => {
  const clock = new StageClock();
  const rows = [0, 1, 1, 2, 2, 2].flatMap((stage, index) => {
    const step = {
      type: "step",
      stage: stage as 0 | 1 | 2,
      step: index + 1,
      rate: 0.1,
      loss: 1,
      accuracy: null,
      pairLoss: null,
      milliseconds: 1.5 * (index + 1),
    } as const;
    clock.add(step);
    return timingRow({ experiment: "fsp", seed: 1 }, step);
  });
  expect(timesIn(csv(timingsHeader, rows))).toEqual(clock.times);
  expect(clock.times[2]).toEqual({ iterations: 3, seconds: 0.0225 });
  expect(timesIn(csv(timingsHeader, []))).toEqual(new StageClock().times);
});

test.each([
  ["another header", "run,seed\nfsp,1\n"],
  ["half a row", `${timingsHeader}\nfsp,1,student,2,1,1.5\nfsp,1,stu`],
  ["a stage that there is not", `${timingsHeader}\nfsp,1,student,3,1,1.5\n`],
  ["no time", `${timingsHeader}\nfsp,1,student,2,1,\n`],
  ["a time that is none", `${timingsHeader}\nfsp,1,student,2,1,soon\n`],
])("timings.csv with %s is not read", (_, text) => {
  expect(timesIn(text)).toBeNull();
});
