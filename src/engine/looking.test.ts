/** Looking at a run: what it shows is what the run has, and the run does not notice. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { cellOf } from "../core/fsp-cell.ts";
import { toPlan } from "../core/document.ts";
import type { Experiment } from "../core/experiment.ts";
import type { Look, LookAnswer, Subject } from "../core/look.ts";
import type { MatricesReport, Report } from "../core/report.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperiment } from "../testing/lab-parts.ts";
import { expectClose } from "../testing/numbers.ts";
import { taken } from "../testing/page-takes.ts";
import { Looker } from "./looker.ts";
import type { PlanParts } from "./plan-run.ts";
import { runOne } from "./plan-run.ts";
import type { SnapshotNews } from "./snapshots.ts";
import { Snapshots } from "./snapshots.ts";

const run = { experiment: tinyExperiment.name, seed: 1 };
const breathe = async () => {};

interface Watched {
  readonly reports: readonly Report[];
  readonly news: readonly SnapshotNews[];
  readonly snapshots: Snapshots;
}

/** The tiny run with its snapshots; at each rest `looks` are asked for. */
async function watched(parts: PlanParts, looks: readonly Look[], experiment = tinyExperiment): Promise<Watched> {
  const snapshots = new Snapshots(() => 0);
  const looker = new Looker();
  const news: SnapshotNews[] = [];
  const reports: Report[] = [];
  for await (const tick of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
    reports.push(...tick.reports);
    if (!tick.active.student) continue;
    const change = await snapshots.after(tick.run, tick.reports, tick.active.student);
    if (change) news.push(change);
    for (const look of looks) taken(await looker.answer(snapshots.sceneOf(tick.run), look, breathe));
  }
  snapshots.ended();
  return { reports, news, snapshots };
}

const start = { stage: 1, step: 0 } as const;
const student = { of: "student", at: start } as const;
const everyLook: readonly Look[] = [
  { type: "matrices", at: "now", subject: { kind: "probe" } },
  { type: "matrices", at: start, subject: { kind: "batch", stage: 1, iteration: 1 } },
  { type: "pair", at: "now", subject: { kind: "image", index: 3 }, pair: "section2" },
  { type: "features", side: student, subject: { kind: "validation" }, layer: "stem.relu", channels: [0, 3] },
  { type: "predictions", side: { of: "student", at: "now" }, from: 2, count: 5 },
  { type: "confusion", side: { of: "teacher" } },
  { type: "slowMotion", from: 1 },
];

await describeEachBackend(
  (kind) => {
    const parts = testParts(kind);
    const looker = new Looker();

    test.each(["fast", "reference"])(
      "a run that is looked at at every step ends with the same bits, and leaves no tensor behind (%s engine)",
      async (engine) => {
        const engineParts = { ...parts, openMachine: engine === "fast" ? parts.openMachine : null };
        const unseen = reportsIn(await ticksOf(tinyExperiment, 1, engineParts));
        const before = tf.memory().numTensors;
        const { reports } = await watched(engineParts, everyLook);
        expect(tf.memory().numTensors).toBe(before);
        expect(reports).toEqual(unseen);
        expect(resultIn(reports).weightsHash).toMatch(/^[0-9a-f]{64}$/);
      },
    );

    let watchedRun: Promise<Watched> | undefined;
    const tiny = () => (watchedRun ??= watched(parts, []));

    async function seen<Type extends Look["type"]>(
      look: Extract<Look, { type: Type }>,
    ): Promise<Extract<LookAnswer, { type: Type }>> {
      const { snapshots } = await tiny();
      const answer = taken(await looker.answer(snapshots.sceneOf(run), look, breathe));
      return answer as Extract<LookAnswer, { type: Type }>;
    }

    test("snapshots are kept at 0, 1, 2, 5, 10 ... and at the stages' last steps, and told of", async () => {
      const { news } = await tiny();
      const moments = news.map(({ kept, dropped }) => [kept.moment.stage, kept.moment.step, dropped.length]);
      expect(moments).toEqual([
        [1, 0, 0],
        [1, 1, 0],
        [1, 2, 0],
        [1, 3, 0],
        [2, 1, 0],
        [2, 2, 0],
        [2, 4, 0],
      ]);
    });

    test("the matrices of a kept moment are those that the run reported of it", async () => {
      const { reports } = await tiny();
      const told = reports.filter((report): report is MatricesReport => report.type === "matrices");
      const theirs = reports.find((report) => report.type === "teacherMatrices")!;
      for (const { stage, step, matrices, distance } of told) {
        const at = { stage: stage as 1 | 2, step };
        const { moment, pairs } = await seen({ type: "matrices", at, subject: { kind: "probe" } });
        expect(moment).toEqual(at);
        for (const [index, pair] of pairs.entries()) {
          expectClose(pair.student, matrices[index]!.values, 1e-5);
          expectClose(pair.teacher, theirs.matrices[index]!.values, 1e-5);
          expect(pair.losses.reduce((sum, value) => sum + value, 0) / distance[pair.pair]!).toBeCloseTo(1, 4);
        }
      }
      expect(told.length).toBeGreaterThan(4);
    });

    test.each<Subject>([
      { kind: "image", index: 4 },
      { kind: "probe" },
      { kind: "validation" },
      { kind: "batch", stage: 2, iteration: 3 },
    ])("the cells of a pair's maps make its matrix (%o)", async (subject) => {
      const at = { stage: 2, step: 2 } as const;
      const { pairs } = await seen({ type: "matrices", at, subject });
      for (const { pair, shape, student: ours, teacher: theirs } of pairs) {
        const maps = await seen({ type: "pair", at, subject, pair });
        expect(maps.matrices).toEqual(pairs.find((other) => other.pair === pair));
        for (const [side, matrix] of [
          [maps.student, ours],
          [maps.teacher, theirs],
        ] as const) {
          const cells = Array.from(matrix, (_, i) => cellOf(side, shape, Math.floor(i / shape[1]), i % shape[1]).mean);
          expectClose(cells, matrix, 1e-5);
        }
      }
    });

    test("the diagonal of the confusion matrix is the accuracy that the run reported", async () => {
      const { reports } = await tiny();
      const accuracy = reports.findLast((report) => report.type === "evaluation" && report.split === "validation")!;
      const side = { of: "student", at: { stage: 2, step: 4 } } as const;
      const { counts, classes } = await seen({ type: "confusion", side });
      const right = classes.map((_, i) => counts[i * classes.length + i]!).reduce((a, b) => a + b, 0);
      expect(right / counts.reduce((a, b) => a + b, 0)).toBe((accuracy as { accuracy: number }).accuracy);
    });

    test("predictions come with their images, and their probabilities sum to one", async () => {
      const side = { of: "student", at: { stage: 2, step: 4 } } as const;
      const { probabilities, labels, pixels } = await seen({ type: "predictions", side, from: 3, count: 4 });
      const { images } = (await tiny()).snapshots.sceneOf(run);
      expect([...labels]).toEqual([...images.validation.labels.subarray(3, 7)]);
      const bytes = pixels.length / 4;
      expect(pixels).toEqual(images.validation.pixels.slice(3 * bytes, 7 * bytes));
      const sum = probabilities.reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(4, 5);
    });

    test("the features of several images are the mean of each one's", async () => {
      const layer = "stem.relu";
      const of = (subject: Extract<Look, { type: "features" }>["subject"]) =>
        seen({ type: "features", side: { of: "teacher" }, subject, layer, channels: [2, 0] });
      const { maps: mean, size } = await of({ kind: "validation" });
      const all = await Promise.all(Array.from({ length: 16 }, (_, index) => of({ kind: "image", index })));
      expect(mean).toHaveLength(size[0] * size[1] * 2);
      expectClose(
        mean,
        mean.map((_, i) => all.reduce((sum, { maps }) => sum + maps[i]! / 16, 0)),
        1e-5,
      );
    });

    test.each<[string, Look]>([
      ["no-snapshot", { type: "matrices", at: { stage: 2, step: 3 }, subject: { kind: "probe" } }],
      ["not-there", { type: "pair", at: "now", subject: { kind: "probe" }, pair: "section9" }],
      ["not-there", { type: "pair", at: "now", subject: { kind: "image", index: 16 }, pair: "section1" }],
      ["not-there", { type: "matrices", at: "now", subject: { kind: "batch", stage: 2, iteration: 4 } }],
      ["not-there", { type: "features", side: student, subject: { kind: "probe" }, layer: "fc", channels: [0] }],
      ["not-there", { type: "features", side: student, subject: { kind: "probe" }, layer: "stem.relu", channels: [4] }],
      ["too-large", { type: "predictions", side: student, from: 0, count: 65 }],
      ["no-step", { type: "slowMotion", from: "now" }],
    ])("what is not there is refused with a code and a sentence (%s)", async (code, look) => {
      const before = tf.memory().numTensors;
      await expect(seen(look)).rejects.toMatchObject({ name: "LookRefused", code, message: /^[A-Z0-9"].*\.$/ });
      expect(tf.memory().numTensors).toBe(before);
    });

    test("a run without a teacher shows what it has, and refuses matrices", async () => {
      const alone: Experiment = { ...tinyExperiment, method: { kind: "none" } };
      const { snapshots } = await watched(parts, [], alone);
      const scene = snapshots.sceneOf(run);
      const matrices: Look = { type: "matrices", at: "now", subject: { kind: "probe" } };
      await expect(looker.answer(scene, matrices, breathe)).rejects.toMatchObject({ code: "no-teacher" });
      const confusion: Look = { type: "confusion", side: { of: "student", at: { stage: 2, step: 0 } } };
      expect(await looker.answer(scene, confusion, breathe)).toMatchObject({ classes: { length: 6 } });
      expect(() => snapshots.sceneOf({ ...run, seed: 2 })).toThrow(expect.objectContaining({ code: "no-run" }));
    });

    test("a look ends where its breath is cut off", async () => {
      const { snapshots } = await tiny();
      const before = tf.memory().numTensors;
      const stop = () => Promise.reject(new Error("cut off"));
      const look: Look = { type: "confusion", side: { of: "teacher" } };
      await expect(looker.answer(snapshots.sceneOf(run), look, stop)).rejects.toThrow("cut off");
      expect(tf.memory().numTensors).toBe(before);
    });
  },
  ["wasm"],
);
