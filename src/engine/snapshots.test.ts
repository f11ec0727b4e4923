import { expect, test } from "vitest";
import type { Moment } from "../core/moment.ts";
import type { Reports } from "./parts.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import type { StudentRun } from "./run.ts";
import { Snapshots } from "./snapshots.ts";

/** 100 numbers a snapshot: 400 bytes. */
const snapshotBytes = 400;
const iterations = 200;

/** A run that only has weights: all of them say at which step. */
function runOf(name: string) {
  const { method } = tinyExperiment;
  if (method.kind !== "fsp") throw new Error("the tiny experiment has no stage 1");
  const experiment = {
    ...tinyExperiment,
    name,
    method: { ...method, schedule: { ...method.schedule, iterations } },
    task: { ...tinyExperiment.task, iterations },
  };
  let moment: Moment = { stage: 1, step: 0 };
  const arrays = async () => new Map([["fc.kernel", new Float32Array(100).fill(moment.step)]]);
  const student = {
    experiment,
    get moment() {
      return moment;
    },
    learner: { arrays },
    checkpoint: async () => ({ ...moment, done: moment.step, weights: await arrays(), velocities: new Map() }),
  };
  const reached = (next: Moment, milliseconds = 10): Reports => {
    moment = next;
    const { stage, step } = next;
    return [{ type: "step", stage, step, rate: 1, loss: 1, accuracy: null, pairLoss: null, milliseconds }];
  };
  return { run: { experiment: name, seed: 1 }, student: student as unknown as StudentRun, reached };
}

/** Goes through both stages, and gives what is kept of each run in the end. */
async function gone(snapshots: Snapshots, name: string, kept = new Map<string, Moment[]>()) {
  const { run, student, reached } = runOf(name);
  const take = async (reports: Reports) => {
    const news = await snapshots.after(run, reports, student);
    if (!news) return;
    kept.set(name, [...(kept.get(name) ?? []), news.kept.moment]);
    for (const { run: of, moment } of news.dropped) {
      const left = kept.get(of.experiment)!.filter(({ stage, step }) => stage !== moment.stage || step !== moment.step);
      kept.set(of.experiment, left);
    }
  };
  await take([]);
  for (const stage of [1, 2] as const) {
    for (let step = 1; step <= iterations; step++) await take(reached({ stage, step }));
  }
  snapshots.ended();
  return kept;
}

const stepsOf = (moments: readonly Moment[]) => moments.map(({ stage, step }) => `${stage}:${step}`);

test("within the budget all are kept that are due, and each with the weights of its step", async () => {
  const snapshots = new Snapshots(() => 0);
  const kept = (await gone(snapshots, "a")).get("a")!;
  expect(kept).toHaveLength(2 * 24 - 1);
  const scene = snapshots.sceneOf({ experiment: "a", seed: 1 });
  for (const moment of kept) {
    const { weights } = await scene.weightsAt(moment);
    expect(weights.get("fc.kernel")![7]).toBe(moment.step);
  }
  expect((await scene.weightsAt("now")).moment).toEqual({ stage: 2, step: iterations });
});

test("stage 2 begins with the weights that stage 1 ended with, and no momentum", async () => {
  const snapshots = new Snapshots(() => 0);
  await gone(snapshots, "a");
  const { moment, weights, velocities } = await snapshots.sceneOf({ experiment: "a", seed: 1 }).stateAt(2);
  expect([moment, weights.get("fc.kernel")![0], velocities.size]).toEqual([{ stage: 2, step: 0 }, iterations, 0]);
});

test("over the budget the middle is thinned, of each run alike; first, last and the stages' border stay", async () => {
  const snapshots = new Snapshots(() => 0, 20 * snapshotBytes);
  const kept = await gone(snapshots, "a");
  expect(kept.get("a")).toHaveLength(20);
  await gone(snapshots, "b", kept);
  expect([kept.get("a")!.length, kept.get("b")!.length]).toEqual([10, 10]);
  for (const moments of kept.values()) {
    expect(stepsOf(moments)).toEqual(expect.arrayContaining(["1:0", `1:${iterations}`, `2:${iterations}`]));
  }
});

test("where even what must stay is too much, the oldest run is forgotten, never the one in progress", async () => {
  const snapshots = new Snapshots(() => 0, 4 * snapshotBytes);
  const kept = await gone(snapshots, "a");
  await gone(snapshots, "b", kept);
  expect(kept.get("a")).toEqual([]);
  expect(stepsOf(kept.get("b")!)).toEqual(expect.arrayContaining(["1:0", `1:${iterations}`, `2:${iterations}`]));
  expect(() => snapshots.sceneOf({ experiment: "a", seed: 1 })).toThrow(expect.objectContaining({ code: "no-run" }));
});

test("a snapshot that takes long is made seldom: it costs at most 2 % of training", async () => {
  let clock = 0;
  // Each snapshot takes 7 ms, each step 10 ms.
  const snapshots = new Snapshots(() => (clock += 7));
  const { run, student, reached } = runOf("a");
  let taken = 0;
  for (let step = 0; step <= iterations; step++) {
    const reports = reached({ stage: 1, step }, 10);
    if ((await snapshots.after(run, reports, student)) && step > 50) taken++;
  }
  expect(taken).toBe(Math.floor((iterations - 50) / 50));
});

test("now is where training stands while it lasts", async () => {
  const snapshots = new Snapshots(() => 0);
  const { run, student, reached } = runOf("a");
  await snapshots.after(run, [], student);
  expect(await snapshots.after(run, reached({ stage: 1, step: 37 }), student)).not.toBeNull();
  expect(await snapshots.after(run, reached({ stage: 1, step: 38 }), student)).toBeNull();
  const scene = snapshots.sceneOf(run);
  expect((await scene.weightsAt("now")).moment).toEqual({ stage: 1, step: 38 });
  expect((await scene.stateAt("now")).moment).toEqual({ stage: 1, step: 38 });
  snapshots.ended();
  expect((await scene.weightsAt("now")).moment).toEqual({ stage: 1, step: 37 });
  await expect(scene.stateAt("now")).rejects.toMatchObject({ code: "no-step" });
});
