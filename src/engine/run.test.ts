import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { initialWeights } from "../models/weights.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { checkpointBytes, checkpointOf } from "./checkpoint-file.ts";
import type { FspSettings } from "../core/fsp-settings.ts";
import { usualFspSettings } from "../core/fsp-settings.ts";
import type { Report, StepReport } from "../core/report.ts";
import type { Checkpoint } from "./checkpoints.ts";
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

    test("a convention's factor is worth its part of lambda, to the last bit", async () => {
      const method = (lambda: number, convention: FspSettings["convention"]): Experiment => ({
        ...tinyExperiment,
        method: { ...fsp, lambda, convention },
      });
      const { convention } = usualFspSettings;
      const hash = async (experiment: Experiment) =>
        resultIn(reportsIn(await ticksOf(experiment, 1, parts))).weightsHash;
      // 2000 by 5e-4 is 1 exactly.
      const halved = await hash(method(2000, { ...convention, reduction: "half-per-thousand" }));
      expect(halved).toBe(await hash(method(1, convention)));
      expect(await hash(method(1, { ...convention, reduction: "mean" }))).not.toBe(halved);
    });

    test("pairs made by hand, averaged, are learned and reported under their numbered names", async () => {
      const taps = ["section1.block1.relu2", "section2.block1.relu2"] as [string, string];
      const inner = ["section2.block1.relu1", "section2.block1.relu2"] as [string, string];
      const experiment: Experiment = {
        ...tinyExperiment,
        method: {
          ...fsp,
          pairLambda: { "section2.2": 2 },
          convention: { ...usualFspSettings.convention, pool: "avg" },
          matching: {
            kind: "hand",
            pairs: [
              { teacher: taps, student: taps },
              { teacher: inner, student: inner },
            ],
          },
        },
      };
      const steps = reportsIn(await ticksOf(experiment, 1, parts)).filter(
        (report): report is StepReport => report.type === "step" && report.stage === 1,
      );
      for (const { loss, pairLoss } of steps) {
        expect(Object.keys(pairLoss!)).toEqual(["section2", "section2.2"]);
        const sum = pairLoss!["section2"]! + 2 * pairLoss!["section2.2"]!;
        expect(loss / sum).toBeCloseTo(1, 5);
      }
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

await describeEachBackend(() => {
  test("the matrices are looked at where each stage ends, as its weights are kept there", async () => {
    const stages: Experiment = {
      ...tinyExperiment,
      method: { ...fsp, schedule: { ...fsp.schedule, iterations: 7, drops: [] } },
      task: { ...tinyExperiment.task, iterations: 13, drops: [] },
    };
    const looked = reportsIn(await ticksOf(stages, 1, testParts("wasm"))).flatMap((report) =>
      report.type === "matrices" ? [[report.stage, report.step]] : [],
    );
    const [ends, tasks] = [looked.filter(([stage]) => stage === 1), looked.filter(([stage]) => stage === 2)];
    expect(ends.at(-1)).toEqual([1, 7]);
    expect(tasks.map(([, step]) => step)).toEqual([1, 2, 5, 10, 13]);
  });

  test("what is only looked at stops no run: matrices may run away beside a loss that does not", async () => {
    const task = { ...tinyExperiment.task, iterations: 50, rate: 1.8, drops: [], momentum: 0, decay: 1 };
    const wild: Experiment = { ...plain, task, evaluateEvery: 10 };
    const plan: Plan = { ...toPlan(wild), experiments: [wild, { ...tinyExperiment, task, evaluateEvery: 10 }] };
    const reports: Report[] = [];
    for await (const tick of runOne(plan, wild, 2, new Map(), null, testParts("wasm"))) reports.push(...tick.reports);
    const looked = reports.flatMap((report) => (report.type === "matrices" ? [report.step] : []));
    expect(looked, "at 30 and 40 they were beyond float32").toEqual([0, 1, 2, 5, 10, 20, 50]);
    const alone = resultIn(reportsIn(await ticksOf(wild, 2, testParts("wasm"))));
    expect(resultIn(reports).weightsHash).toBe(alone.weightsHash);
  });
}, ["wasm"]);
