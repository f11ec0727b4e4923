/** Runs that break on purpose: they stop, and the layer that broke first is named. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import type { BrokenLayer } from "../core/divergence.ts";
import { brokenSentence, isAllFinite } from "../core/divergence.ts";
import { toPlan } from "../core/document.ts";
import type { Experiment } from "../core/experiment.ts";
import { usualMethods } from "../core/methods/usual.ts";
import { slower } from "../core/slower.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { studentNetwork } from "../core/build-network.ts";
import { disposeWeights, initialWeights, toTensors } from "../models/weights.ts";
import { brokenLayer } from "./broken-layer.ts";
import { largestBatch } from "./evaluation.ts";
import { isSound } from "./guard.ts";
import { validationNumbers } from "./held-out-numbers.ts";
import { NotFinite, checkpointIn } from "./not-finite.ts";
import { firstNotFinite } from "./numbers.ts";
import type { PlanParts, PlanReports } from "./plan-run.ts";
import { runOne } from "./plan-run.ts";

test.each([
  [[1, -2, 0], true],
  [[3e38, 3e38, -3e38], true],
  [[1, NaN], false],
  [[1, -Infinity], false],
])("%j has %s to say for being finite", (values, finite) => {
  expect(isAllFinite(Float32Array.from(values))).toBe(finite);
});

const quiet = { breathe: async () => {}, onProgress: () => {} };

/** Runs until `at` gives true, has `change` done to the weights there, and goes on until the run breaks. */
async function brokenAt(
  experiment: Experiment,
  parts: PlanParts,
  at: (tick: PlanReports) => boolean,
  change: (weights: Map<string, Float32Array>) => void,
): Promise<NotFinite> {
  let isChanged = false;
  try {
    for await (const tick of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
      const { student } = tick.active;
      if (isChanged || !student || !at(tick)) continue;
      const weights = new Map(await student.learner.arrays());
      change(weights);
      student.learner.restore(weights);
      isChanged = true;
    }
  } catch (error) {
    if (error instanceof NotFinite) return error;
    throw error;
  }
  throw new Error("the run did not break");
}

/** The same break once more: from the state that was sound with the same change made to it. */
function changedTrace(error: NotFinite, change: (weights: Map<string, Float32Array>) => void): NotFinite {
  const { trace } = error;
  if (trace?.phase !== "student") throw new Error("no student broke");
  const weights = new Map(trace.settings.from.weights);
  change(weights);
  const from = { ...trace.settings.from, weights };
  return error.traced({ ...trace, settings: { ...trace.settings, from } });
}

const begins = (stage: 1 | 2) => (tick: PlanReports) =>
  tick.reports.some((report) => report.type === "stage" && report.stage === stage);
const filled = (name: string, value: number) => (weights: Map<string, Float32Array>) =>
  void weights.set(
    name,
    weights.get(name)!.map(() => value),
  );

await describeEachBackend(
  (kind) => {
    const fast = testParts(kind);
    const parted = (engine: "fast" | "reference"): PlanParts =>
      engine === "fast" ? fast : { ...fast, openMachine: null };

    test.each([1, 2] as const)(
      "the layer that overflows is named, in stage %i, and no tensor is left",
      async (stage) => {
        const change = filled("section2.block1.conv1.kernel", 3e38);
        const error = await brokenAt(tinyExperiment, parted("fast"), begins(stage), change);
        expect(error).toMatchObject({ stage, trace: { settings: { from: { stage, done: 0 } } } });
        const before = tf.memory().numTensors;
        const seen: number[] = [];
        const found = await brokenLayer(changedTrace(error, change), {
          ...quiet,
          onProgress: (done, total) => seen.push(done / total),
        });
        expect(found).toMatchObject({ pass: "forward", layer: "section2.block1.conv1", step: 1 });
        expect(brokenSentence(found!)).toContain("section2.block1.conv1 gives in the forward pass, iteration 1");
        expect(seen).toEqual([0]);
        expect(tf.memory().numTensors).toBe(before);
      },
    );

    test("an update that overflows is named with what the weights were before", async () => {
      const experiment: Experiment = {
        ...tinyExperiment,
        method: { kind: "none" },
        task: { ...tinyExperiment.task, rate: 100 },
      };
      const error = await brokenAt(experiment, parted("fast"), begins(2), filled("stem.conv.kernel", NaN));
      const { trace } = error;
      if (trace?.phase !== "student") throw new Error("no student broke");
      const { from } = trace.settings;
      const velocities = new Map([["fc.kernel", from.weights.get("fc.kernel")!.map(() => 3e37)]]);
      const found = await brokenLayer(
        error.traced({ ...trace, settings: { ...trace.settings, from: { ...from, velocities } } }),
        quiet,
      );
      expect(found).toMatchObject({ pass: "update", layer: "fc" });
      // In the first iteration of the replay there is no earlier one.
      expect(found!.range).toBeNull();
    });

    test("broken weights that a loss does not tell stop the run within 50 iterations", async () => {
      const task = { ...tinyExperiment.task, iterations: 120, rate: 0.001, drops: [] };
      const experiment: Experiment = { ...tinyExperiment, method: { kind: "none" }, task, evaluateEvery: 120 };
      const isThird = ({ reports }: PlanReports) =>
        reports.some((report) => report.type === "step" && report.step === 3);
      // In training nobody reads the running statistics.
      const error = await brokenAt(experiment, parted("fast"), isThird, filled("section1.block1.norm1.mean", NaN));
      expect(error).toMatchObject({ noticed: "weights", stage: 2, step: 50 });
      expect(error.message).toBe(
        "The weights stopped being finite in stage 2, iteration 50. A smaller learning rate often helps.",
      );
      // What was done to it by hand is in no replay.
      expect(await brokenLayer(error, quiet)).toBeNull();
    });

    const running: Experiment = {
      ...tinyExperiment,
      name: "running-away",
      student: { kind: "plain", depth: 8, width: 4 },
      method: { kind: "none" },
      task: { ...tinyExperiment.task, iterations: 30, rate: 100, drops: [] },
      evaluateEvery: 30,
    };

    test.each(["fast", "reference"] as const)(
      "too high a rate stops the run, and a layer of it is named (%s)",
      async (engine) => {
        const error = await brokenAt(
          running,
          parted(engine),
          () => false,
          () => {},
        );
        const found = await brokenLayer(error, quiet);
        expect(error.step).toBeLessThan(30);
        expect(found!.step).toBeLessThanOrEqual(error.step + 5);
        expect(found!.range![0]).toBeLessThan(found!.range![1]);
        expect(found!.layer).toMatch(/^(section|stem|fc|task)/);
      },
    );

    test("a teacher that breaks is searched too", async () => {
      const { teacher } = tinyExperiment;
      if (teacher.kind !== "recipe") throw new Error("the teacher comes trained");
      const network = { kind: "plain", depth: 8, width: 4 } as const;
      const schedule = { ...teacher.schedule, iterations: 30, rate: 100, drops: [], decay: 1 };
      const experiment: Experiment = {
        ...tinyExperiment,
        student: network,
        teacher: { ...teacher, network, schedule },
      };
      const error = await brokenAt(
        experiment,
        parted("fast"),
        () => false,
        () => {},
      );
      expect(error).toMatchObject({ stage: 0, trace: { phase: "teacher" } });
      expect((await brokenLayer(error, quiet))!.layer).toMatch(/^(section|stem|fc|task)/);
    });

    test.each(["fitnets", "fsp-joint"] as const)(
      "%s, whose losses come from guides, is searched too",
      async (method) => {
        const { fitnets } = usualMethods;
        const short = { ...fitnets, schedule: { ...fitnets.schedule, iterations: 2, drops: [] } };
        const experiment: Experiment = {
          ...tinyExperiment,
          method: method === "fitnets" ? short : usualMethods[method],
        };
        const change = filled("fc.kernel", 3e38);
        const error = await brokenAt(experiment, parted("fast"), begins(2), change);
        const found: BrokenLayer | null = await brokenLayer(changedTrace(error, change), quiet);
        expect(found).toMatchObject({ pass: "forward", layer: "fc", step: 1 });
      },
    );

    test.each([
      ["section1.A1", { kind: "fsp", remedy: { kind: "adapter" } }],
      ["section2.regressor.kernel", usualMethods.fitnets],
    ] as const)("what learns beside the network is named where it alone breaks: %s", async (name, given) => {
      const { fsp } = tinyExperimentParts;
      const method = given.kind === "fsp" ? { ...fsp, ...given } : given;
      const schedule = { ...fsp.schedule, iterations: 3, rate: 100, drops: [] };
      const experiment: Experiment = { ...tinyExperiment, method: { ...method, schedule } };
      const error = await brokenAt(experiment, parted("fast"), begins(1), filled("section1.block1.conv1.kernel", 3e38));
      const { trace } = error;
      if (trace?.phase !== "student") throw new Error("no student broke");
      const { from } = trace.settings;
      expect(isSound(from)).toBe(true);
      const velocity = from.comparison.get(`${name}.velocity`)!;
      const changed = { ...velocity, values: velocity.values.map(() => 3e38) };
      const comparison = new Map([...from.comparison, [`${name}.velocity`, changed]]);
      const settings = { ...trace.settings, from: { ...from, comparison } };
      const found = await brokenLayer(error.traced({ ...trace, settings }), quiet);
      expect(found).toMatchObject({ pass: "update", layer: name, parameter: null, step: 1 });
      expect(brokenSentence(found!)).toContain(`in the adapter ${name} after the update, iteration 1`);
      const infinite = { ...velocity, values: velocity.values.map(() => Infinity) };
      expect(isSound({ ...from, comparison: new Map([[name, infinite]]) })).toBe(false);
    });

    test.each([
      ["fsp", "matrix", "section1"],
      ["sp", "compared", "section3"],
    ] as const)(
      "what overflows on held-out images alone is named where no layer does: %s",
      async (kind, pass, layer) => {
        const experiment: Experiment =
          kind === "fsp" ? tinyExperiment : { ...tinyExperiment, method: usualMethods[kind] };
        // In training nobody reads the running statistics.
        const change = filled("stem.norm.mean", -1e25);
        const error = await brokenAt(experiment, parted("fast"), begins(kind === "fsp" ? 1 : 2), change);
        expect(error).toMatchObject({ noticed: "held-out", step: 1 });
        const before = tf.memory().numTensors;
        expect(await brokenLayer(error, quiet)).toMatchObject({ pass, layer, step: 1 });
        expect(tf.memory().numTensors).toBe(before);
      },
    );

    test("a layer that overflows on the last validation images alone is named with the iteration at which it was noticed", async () => {
      const network = studentNetwork(tinyExperiment);
      const [height, width, channels] = network.input;
      const size = height * width * channels;
      const labels = new Uint8Array(largestBatch + 1);
      const pixels = new Uint8Array(labels.length * size).fill(255, largestBatch * size);
      const weights = new Map(initialWeights(network, "student", 1));
      filled("stem.conv.kernel", 3e38)(weights);
      const model = {
        network,
        weights: toTensors(network, weights),
        statistics: { mean: network.input.map(() => 0), deviation: network.input.map(() => 1) },
      };
      const before = tf.memory().numTensors;
      expect(await firstNotFinite(validationNumbers(model, { pixels, labels }))).toMatchObject({ layer: "stem.conv" });
      expect(tf.memory().numTensors).toBe(before);
      disposeWeights(model.weights);
    });

    test("a search that cannot begin leaves no tensor", async () => {
      const change = filled("fc.kernel", 3e38);
      const error = await brokenAt(tinyExperiment, parted("fast"), begins(2), change);
      const { trace } = error;
      if (trace?.phase !== "student") throw new Error("no student broke");
      const settings = { ...trace.settings, teacher: null };
      const before = tf.memory().numTensors;
      await expect(brokenLayer(error.traced({ ...trace, settings }), quiet)).rejects.toThrow("needs a teacher");
      expect(tf.memory().numTensors).toBe(before);
    });

    test("a search ends where its breath is cut off", async () => {
      const error = await brokenAt(
        running,
        parted("fast"),
        () => false,
        () => {},
      );
      const before = tf.memory().numTensors;
      const stop = () => Promise.reject(new Error("cut off"));
      await expect(brokenLayer(error, { ...quiet, breathe: stop })).rejects.toThrow("cut off");
      expect(tf.memory().numTensors).toBe(before);
    });

    test.each(["fast", "reference"] as const)(
      "a run that goes on with a smaller rate has the bits of one from the beginning (%s)",
      async (engine) => {
        const task = { ...tinyExperiment.task, iterations: 60, rate: 0.05, drops: [] };
        const experiment: Experiment = { ...tinyExperiment, task, evaluateEvery: 20 };
        const isLate = ({ reports }: PlanReports) =>
          reports.some((report) => report.type === "step" && report.step === 54);
        const error = await brokenAt(experiment, parted(engine), isLate, filled("section1.block1.norm1.mean", NaN));
        const from = checkpointIn(error.trace!);
        const { document } = slower(experiment, { experiment: experiment.name, seed: 1 }, 2, 50);
        const slow = document as Experiment;
        expect(slow.task).toMatchObject({ rate: 0.05, drops: [50], factor: 0.1 });
        const whole = resultIn(reportsIn(await ticksOf(slow, 1, parted(engine))));
        const rest: PlanReports[] = [];
        for await (const tick of runOne(toPlan(slow), slow, 1, new Map(), from, parted(engine))) rest.push(tick);
        expect(resultIn(reportsIn(rest))).toEqual(whole);
      },
    );
  },
  ["wasm"],
);
