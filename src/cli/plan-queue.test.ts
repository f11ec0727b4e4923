import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "../core/defaults.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { failureOf, Stopped, type JobOutcome, type Task } from "./job-outcome.ts";
import { performPlan, tuningsOf, type Hand } from "./plan-queue.ts";
import { StageClock } from "../core/stage-times.ts";

const fsp: Experiment = { ...defaultExperiment, name: "fsp" };
const plain: Experiment = { ...fsp, name: "plain", method: { kind: "none" } };
const plan: Plan = {
  ...defaultPlan,
  seeds: [1, 2],
  baseline: "plain",
  experiments: [fsp, plain],
  sweep: { rates: [0.05, 0.1], seeds: [9], iterations: null },
};
const { times } = new StageClock();
const silent = { began: () => {}, ended: () => {} };
const never = new AbortController().signal;

/** What a job that goes well comes to; trials do best at the higher rate. */
function success({ job }: Task): JobOutcome {
  switch (job.kind) {
    case "teacher":
      return { kind: "teacher", failure: null, times };
    case "trial":
      return { kind: "trial", trial: { trial: job.trial, validation: job.trial.rate }, failure: null, times };
    case "run": {
      const score = { step: 1, validation: 0.5, test: 0.5 };
      const result = { last: score, best: score, iterations: { teacher: 0, fsp: 0, task: 1 } };
      return {
        kind: "run",
        outcome: { status: "finished", run: job.run, result, validation: { steps: [], values: [] } },
        times,
      };
    }
    default:
      return job satisfies never;
  }
}

/** Notes what it is asked, and takes so many turns for each job. */
function handOf(asked: Task[], turns: number, act: (task: Task) => JobOutcome = success): Hand {
  return {
    perform: async (task, stop) => {
      asked.push(task);
      for (let i = 0; i < turns; i++) await turn();
      if (stop.aborted) throw new Stopped("asked to stop");
      return act(task);
    },
  };
}

test("one hand does the jobs in the plan's order, runs with the rate that their trials chose", async () => {
  const asked: Task[] = [];
  const outcomes = await performPlan(plan, [handOf(asked, 0)], silent, never);
  expect(asked.map(({ job }) => job.id)).toEqual([...outcomes.keys()]);
  expect(asked.filter(({ job }) => job.kind === "run").map(({ tuning }) => tuning?.rate)).toEqual([0.1, 0.1, 0.1, 0.1]);
  expect([...tuningsOf(plan, outcomes)].map(([name, { rate }]) => [name, rate])).toEqual([
    ["plain", 0.1],
    ["fsp", 0.1],
  ]);
});

test("several hands never begin a job before those that it needs, and come to the same outcomes", async () => {
  const alone = await performPlan(plan, [handOf([], 0)], silent, never);
  for (const turns of [
    [1, 1],
    [1, 5],
    [7, 2, 1],
  ]) {
    const ended = new Set<string>();
    const listener = {
      began: ({ needs }: Task["job"]) => expect(needs.filter((need) => !ended.has(need))).toEqual([]),
      ended: ({ id }: Task["job"]) => void ended.add(id),
    };
    const asked: Task[] = [];
    const hands = turns.map((count) => handOf(asked, count));
    const outcomes = await performPlan(plan, hands, listener, never);
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(alone));
    expect(asked).toHaveLength(alone.size);
  }
});

test("a teacher that failed fails the runs that learn from it, without anybody doing them, and no others", async () => {
  const asked: Task[] = [];
  const act = (task: Task) =>
    task.job.kind === "teacher" ? failureOf(task.job, "The loss became NaN.", times) : success(task);
  const outcomes = await performPlan({ ...plan, baseline: null }, [handOf(asked, 0, act)], silent, never);
  const of = (id: string) => outcomes.get(id);
  expect(of("fsp-s2")).toMatchObject({
    outcome: { status: "failed", reason: "Its teacher failed: The loss became NaN." },
  });
  const made = asked.filter(({ job }) => job.kind === "run");
  expect(made.map(({ job }) => [job.id, job.needs.some((need) => need.startsWith("teachers/"))])).toEqual([
    ["plain-s1", false],
    ["plain-s2", false],
  ]);
});

test("an experiment none of whose rates was any good fails, and the others go on", async () => {
  const act = (task: Task) =>
    task.job.kind === "trial" && task.job.trial.experiment === "fsp"
      ? failureOf(task.job, "The loss became NaN.", times)
      : success(task);
  const outcomes = await performPlan(plan, [handOf([], 0, act)], silent, never);
  expect(outcomes.get("fsp-s1")).toMatchObject({
    outcome: { status: "failed", reason: "Its numbers stopped being finite at every rate of the sweep." },
  });
  expect(outcomes.get("plain-s1")).toMatchObject({ outcome: { status: "finished" } });
});

test("when one hand breaks, the others stop, and its reason is thrown", async () => {
  const stops: string[] = [];
  const broken: Hand = {
    perform: async () => {
      await turn();
      throw new Error("out of memory");
    },
  };
  const patient: Hand = {
    perform: async ({ job }, stop) => {
      while (!stop.aborted) await turn();
      stops.push(job.id);
      throw new Stopped("asked to stop");
    },
  };
  await expect(performPlan(plan, [patient, broken], silent, never)).rejects.toThrow("out of memory");
  expect(stops).toEqual(["teachers/1"]);
});

test("a stop between two jobs is a stop, not an end", async () => {
  const asking = new AbortController();
  const listener = { began: () => {}, ended: () => asking.abort() };
  await expect(performPlan(plan, [handOf([], 0)], listener, asking.signal)).rejects.toBeInstanceOf(Stopped);
});
