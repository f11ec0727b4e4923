import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment } from "../core/experiment.ts";
import { initialWeights } from "../models/weights.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { checkpointBytes, checkpointOf } from "./checkpoint-file.ts";
import type { Report } from "../core/report.ts";
import type { Checkpoint } from "./plan-run.ts";
import { runOne } from "./plan-run.ts";

const { recipe, fsp } = tinyExperimentParts;
const plain: Experiment = { ...tinyExperiment, name: "plain", method: { kind: "none" } };

const goldenLosses = [0.8416836857795715, 706.0487670898438, 1.5204813480377197];

/** A software GPU takes seconds a step. */
const tiniest: Experiment = {
  ...tinyExperiment,
  teacher: {
    ...recipe,
    network: tinyExperiment.student,
    batch: 2,
    schedule: { ...recipe.schedule, iterations: 1 },
  },
  method: { ...fsp, schedule: { ...fsp.schedule, iterations: 1, drops: [] } },
  batch: 2,
  task: { ...tinyExperiment.task, iterations: 1, drops: [] },
};

await describeEachBackend(() => {
  test("the engine trains on a software GPU and leaves no tensor behind", { timeout: 400_000 }, async () => {
    const before = tf.memory().numTensors;
    const reports = reportsIn(await ticksOf(tiniest, 1, testParts("webgpu")));
    expect(tf.memory().numTensors).toBe(before);
    expect(resultIn(reports).weightsHash).toMatch(/^[0-9a-f]{64}$/);
    const losses = reports.flatMap((report) => (report.type === "step" ? [report.loss] : []));
    expect(losses).toHaveLength(3);
    // The first loss of each stage, before sums in another order have grown apart.
    goldenLosses.forEach((loss, index) => expect(losses[index]! / loss).toBeCloseTo(1, 3));
  });
}, ["webgpu"]);

await describeEachBackend(() => {
  test("a run repeats bit for bit, and leaves no tensor behind", async () => {
    const parts = testParts("wasm");
    const before = tf.memory().numTensors;
    const first = reportsIn(await ticksOf(tinyExperiment, 1, parts));
    expect(tf.memory().numTensors).toBe(before);
    expect(resultIn(first).weightsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(reportsIn(await ticksOf(tinyExperiment, 1, parts))).toEqual(first);
  });

  test("the losses that the GPU is held against are these", async () => {
    const losses = reportsIn(await ticksOf(tiniest, 1, testParts("wasm"))).flatMap((report) =>
      report.type === "step" ? [report.loss] : [],
    );
    goldenLosses.forEach((loss, index) => expect(losses[index]! / loss).toBeCloseTo(1, 4));
  });
}, ["wasm"]);

await describeEachBackend(
  (kind) => {
    const parts = testParts(kind);

    test("another seed gives another student", async () => {
      const hashOf = async (seed: number) => resultIn(reportsIn(await ticksOf(plain, seed, parts))).weightsHash;
      expect(await hashOf(2)).not.toBe(await hashOf(1));
    });

    test.each([1, 2, 3, 4, 5, 6, 8, 9, 12, 13])(
      "stopped after %i looks and resumed from a file, a run goes on as if it had not been",
      async (stopAfter) => {
        const whole = await ticksOf(tinyExperiment, 1, parts);
        const plan = toPlan(tinyExperiment);
        let ticks = 0;
        let kept: Checkpoint | undefined;
        const before: Report[] = [];
        for await (const tick of runOne(plan, tinyExperiment, 1, new Map(), null, parts)) {
          before.push(...tick.reports);
          if (tick.active.checkpoint && ++ticks === stopAfter) {
            kept = await tick.active.checkpoint();
            break;
          }
        }
        const bytes = await checkpointBytes(kept!, tinyExperiment, "");
        const { checkpoint } = await checkpointOf(bytes, tinyExperiment, "checkpoint");
        const after: Report[] = [];
        for await (const tick of runOne(plan, tinyExperiment, 1, new Map(), checkpoint, parts))
          after.push(...tick.reports);
        // That a stage begins may be said again; no number is.
        const numbers = (reports: readonly Report[]) => reports.filter((report) => report.type !== "stage");
        expect(numbers([...before, ...after])).toEqual(numbers(reportsIn(whole)));
      },
    );

    test("stage 1 leaves the layers behind the last tap exactly as they were drawn", async () => {
      const parameters = await weightsAfter(tinyExperiment, 1, 3);
      const drawn = initialWeights(parameters.network, "student", 1);
      expect(parameters.weights.get("fc.kernel")).toEqual(drawn.get("fc.kernel"));
      expect(parameters.weights.get("fc.bias")).toEqual(drawn.get("fc.bias"));
      expect(parameters.weights.get("stem.conv.kernel")).not.toEqual(drawn.get("stem.conv.kernel"));
      expect(parameters.weights.get("stem.norm.mean")).not.toEqual(drawn.get("stem.norm.mean"));
    });

    test("the plain student starts from the same weights and learns from the same batches", async () => {
      const [withFsp, without] = [await weightsAfter(tinyExperiment, 1, 0), await weightsAfter(plain, 2, 0)];
      expect(without.weights).toEqual(withFsp.weights);
    });

    /** The student's weights when `step` iterations of `stage` are done. */
    async function weightsAfter(experiment: Experiment, stage: 1 | 2, step: number) {
      for await (const { active, reports } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
        const begun = reports.some((report) => report.type === "stage" && report.stage === stage) && step === 0;
        const reached = reports.some(
          (report) => report.type === "step" && report.stage === stage && report.step === step,
        );
        if (active.student && (begun || reached)) {
          return { network: active.student.network, weights: await active.student.learner.arrays() };
        }
      }
      throw new Error(`no iteration ${step} in stage ${stage}`);
    }
  },
  ["wasm"],
);
