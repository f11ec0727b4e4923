import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import type { Experiment, Plan } from "./experiment.ts";
import { costsOfJob, jobsOf } from "./plan-jobs.ts";

const fsp: Experiment = { ...defaultExperiment, name: "fsp" };
const plain: Experiment = { ...fsp, name: "plain", method: { kind: "none" } };
const plan: Plan = { ...defaultPlan, seeds: [1, 2], baseline: "plain", experiments: [fsp, plain] };
const sweep = { rates: [0.05, 0.1], seeds: [9], iterations: null };
const ids = (of: Plan) => jobsOf(of).map(({ id }) => id);

test("seed by seed, the baseline first, behind the teacher that both have", () => {
  expect(ids(plan)).toEqual(["teachers/1", "plain-s1", "fsp-s1", "plain-s2", "fsp-s2"]);
});

test("without a baseline experiments come in their own order", () => {
  expect(ids({ ...plan, baseline: null })).toEqual(["teachers/1", "fsp-s1", "plain-s1", "fsp-s2", "plain-s2"]);
});

test("a teacher per seed comes just before the runs with that seed", () => {
  expect(ids({ ...plan, teacherPerSeed: true })).toEqual([
    "teachers/1",
    "plain-s1",
    "fsp-s1",
    "teachers/2",
    "plain-s2",
    "fsp-s2",
  ]);
});

test("an experiment's rates are tried once, just before its first run, and each of its runs needs all of them", () => {
  const jobs = jobsOf({ ...plan, sweep });
  expect(jobs.map(({ id }) => id)).toEqual([
    "teachers/1",
    "sweep/plain-r0.05-s9",
    "sweep/plain-r0.1-s9",
    "plain-s1",
    "sweep/fsp-r0.05-s9",
    "sweep/fsp-r0.1-s9",
    "fsp-s1",
    "plain-s2",
    "fsp-s2",
  ]);
  expect(jobs.find(({ id }) => id === "fsp-s2")!.needs).toEqual([
    "teachers/1",
    "sweep/fsp-r0.05-s9",
    "sweep/fsp-r0.1-s9",
  ]);
  expect(jobs.find(({ id }) => id === "sweep/fsp-r0.05-s9")!.experiment.task.rate).toBe(0.05);
});

test("a plain student's rates are tried without the teacher that its runs are only compared with", () => {
  const jobs = jobsOf({ ...plan, sweep });
  expect(jobs.find(({ id }) => id === "sweep/plain-r0.05-s9")!.needs).toEqual([]);
  expect(jobs.find(({ id }) => id === "sweep/fsp-r0.05-s9")!.needs).toEqual(["teachers/1"]);
});

test("every job comes behind those that it needs, and has a name of its own", () => {
  for (const one of [plan, { ...plan, sweep }, { ...plan, sweep, teacherPerSeed: true }]) {
    const known = new Set<string>();
    for (const { id, needs } of jobsOf(one)) {
      expect(needs.filter((need) => !known.has(need))).toEqual([]);
      expect(known.has(id)).toBe(false);
      known.add(id);
    }
  }
});

test("a shipped teacher is nobody's job", () => {
  const shipped = { kind: "shipped", name: "t", sha256: "0".repeat(64), network: fsp.teacher.network } as const;
  const experiments = plan.experiments.map((experiment) => ({ ...experiment, teacher: shipped }));
  expect(jobsOf({ ...plan, experiments }).map(({ kind }) => kind)).toEqual(["run", "run", "run", "run"]);
});

test("a job costs the stages that it goes through", () => {
  const stages = Object.fromEntries(
    jobsOf(plan).map((job) => [job.id, costsOfJob(job).map(({ stage, iterations }) => [stage, iterations])]),
  );
  expect(stages).toMatchObject({
    "teachers/1": [[0, 1000]],
    "plain-s1": [[2, 300]],
    "fsp-s1": [
      [1, 200],
      [2, 300],
    ],
  });
});
