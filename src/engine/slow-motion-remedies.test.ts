/** Slow motion of steps that a remedy takes part in: the run's own step, phase by phase, and its loss's own gradient. */
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment, FspMethod, Remedy } from "../core/experiment.ts";
import { usualFspSettings } from "../core/fsp-settings.ts";
import { parametersOf } from "../core/network.ts";
import { tapsOf } from "../core/pairs.ts";
import { adaptedMatrices } from "../core/relations/definitions.ts";
import type { Phase, PhaseName } from "../core/slow-motion.ts";
import { BatchStream } from "../data/batches.ts";
import { forward } from "../models/forward.ts";
import type { WeightArrays } from "../models/weights.ts";
import { disposeWeights, toTensors } from "../models/weights.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { expectClose, slopes } from "../testing/numbers.ts";
import { taken } from "../testing/page-takes.ts";
import { Comparison } from "./comparison.ts";
import { Looker } from "./looker.ts";
import { runOne } from "./plan-run.ts";
import type { KeptState, Scene } from "./scene.ts";
import { Snapshots } from "./snapshots.ts";
import { batchOf } from "./tape-views.ts";

const { recipe, fsp } = tinyExperimentParts;

function compared(change: Partial<FspMethod>): Experiment {
  const width = change.remedy ? 8 : 4;
  return {
    ...tinyExperiment,
    teacher: { ...recipe, network: { kind: "resnet", depth: 8, width } },
    method: { ...fsp, ...change },
  };
}

interface SlowStep {
  readonly phases: readonly Phase[];
  readonly scene: Scene;
  readonly state: KeptState;
  /** The run's own weights one step later, and what it said its loss was. */
  readonly after: WeightArrays;
  readonly loss: number;
}

/** Slow motion of the second step of stage 1, while momentum is there. */
async function slowStep(change: Partial<FspMethod>): Promise<SlowStep> {
  const experiment = compared(change);
  const parts = { ...testParts("wasm"), openMachine: null };
  const [snapshots, looker] = [new Snapshots(() => 0), new Looker()];
  let found: Omit<SlowStep, "after" | "loss"> | null = null;
  for await (const { run, reports, active } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
    const { student } = active;
    if (!student) continue;
    await snapshots.after(run, reports, student);
    const report = reports.find(({ type }) => type === "step");
    if (found && report?.type === "step") return { ...found, after: await student.learner.arrays(), loss: report.loss };
    if (student.moment.stage !== 1 || student.moment.step !== 1) continue;
    const scene = snapshots.sceneOf(run);
    const before = tf.memory().numTensors;
    const answer = taken(await looker.answer(scene, { type: "slowMotion", from: "now" }, async () => {}));
    expect(tf.memory().numTensors).toBe(before);
    if (answer.type === "slowMotion") found = { phases: answer.phases, scene, state: await scene.stateAt("now") };
  }
  throw new Error("the run has no second step");
}

function phase<Name extends PhaseName>(phases: readonly Phase[], name: Name): Phase & { name: Name } {
  return phases.find((each) => each.name === name) as Phase & { name: Name };
}

const normOf = (values: Iterable<number>) => Math.sqrt([...values].reduce((sum, value) => sum + value * value, 0));

const assignment: Remedy = { kind: "assignment", reduction: "absolute-maximum", every: 1 };
const columnNorms = { ...usualFspSettings.convention, reduction: "column-norms" } as const;
const cases: readonly [string, Partial<FspMethod>, readonly PhaseName[]][] = [
  ["adapter", { remedy: { kind: "adapter" } }, ["adapt"]],
  ["adapter, shuffled", { remedy: { kind: "adapter" }, shuffled: true }, ["shuffle", "adapt"]],
  ["assignment", { remedy: assignment }, ["assign"]],
  ["projection", { remedy: { kind: "projection" }, matrix: "cosine" }, ["project"]],
  ["projection, shuffled", { remedy: { kind: "projection" }, shuffled: true }, ["project", "shuffle"]],
  ["cka", { remedy: { kind: "cka" } }, ["relate"]],
  ["traces", { remedy: { kind: "traces" } }, ["relate"]],
  ["cosine", { matrix: "cosine" }, []],
  ["shuffled", { shuffled: true }, ["shuffle"]],
  ["column norms", { convention: columnNorms }, []],
];

await describeEachBackend(() => {
  describe.each(cases)("%s", (_name, change, own) => {
    let known: Promise<SlowStep> | undefined;
    const slow = () => (known ??= slowStep(change));

    test("it is the run's own step bit for bit, with the phases of what it compares", async () => {
      const { phases, scene, state, after, loss } = await slow();
      expect(phases.map(({ name }) => name)).toEqual([
        "teacherForward",
        "studentForward",
        "teacherMatrices",
        "studentMatrices",
        ...own,
        "difference",
        "gradient",
        "update",
      ]);
      const difference = phase(phases, "difference");
      expect(difference.loss).toBe(loss);
      const sum = difference.pairs.reduce((total, pair) => total + pair.lambda * pair.loss, 0);
      expect(sum / loss).toBeCloseTo(1, 5);
      const { layers } = phase(phases, "update");
      for (const { layer, norm } of layers.filter(({ layer: name }) => !/\.A[12]$/.test(name))) {
        const moved = parametersOf(scene.network)
          .filter(({ node, trained }) => node === layer && trained)
          .flatMap(({ name }) => Array.from(after.get(name)!, (value, i) => value - state.weights.get(name)![i]!));
        expect(norm).toBeCloseTo(normOf(moved), 12);
      }
      const adapters = layers.filter(({ layer }) => /\.A[12]$/.test(layer));
      expect(adapters).toHaveLength(change.remedy?.kind === "adapter" ? 6 : 0);
      expect(adapters.every(({ norm }) => norm > 0)).toBe(true);
    });

    test("the gradient is the loss's slope, by finite differences", async () => {
      const { phases, scene, state } = await slow();
      const { layers } = phase(phases, "gradient");
      const told = (layer: string) => layers.find((each) => each.layer === layer)!.norm;
      const loss = await lossAround(scene, state);
      try {
        // A few numbers each: a norm's factors, and an adapter, in which the loss is smooth.
        const bn = layers.findLast(({ layer }) => state.weights.has(`${layer}.gamma`))!.layer;
        const names = [`${bn}.gamma`, `${bn}.beta`];
        const at = names.flatMap((name) => [...state.weights.get(name)!]);
        const slope = slopes((values) => loss.ofWeights(names, values), at, 4e-3);
        // float32 losses, and ReLU's corners.
        expect(told(bn) / normOf(slope)).toBeCloseTo(1, 1);
        const a1 = state.comparison.get("section1.A1");
        if (!a1) return;
        const ofAdapter = slopes((values) => loss.ofState("section1.A1", values), a1.values, 1e-2);
        expect(told("section1.A1") / normOf(ofAdapter)).toBeCloseTo(1, 2);
      } finally {
        loss.dispose();
      }
    });
  });

  test("adapted matrices are A1 G A2^T of the student's, and the difference is theirs less the teacher's", async () => {
    const { phases } = await slowStep({ remedy: { kind: "adapter" } });
    const [own, theirs] = [phase(phases, "studentMatrices"), phase(phases, "teacherMatrices")];
    for (const [index, { matrix, origins }] of phase(phases, "adapt").made.entries()) {
      const { first, last } = origins;
      if (first?.kind !== "mix" || last?.kind !== "mix") throw new Error("the adapters mix channels");
      const { values, shape } = own.matrices[index]!;
      expectClose(matrix.values, adaptedMatrices(values, shape, first.weights, last.weights), 1e-4);
      const apart = phase(phases, "difference").pairs[index]!.matrix!;
      expectClose(
        apart.values,
        matrix.values.map((value, i) => value - theirs.matrices[index]!.values[i]!),
        1e-4,
      );
    }
  });

  test("wholes have no difference, cells do", async () => {
    const { phases } = await slowStep({ remedy: { kind: "cka" } });
    expect(phase(phases, "difference").pairs.map(({ matrix }) => matrix)).toEqual([null, null, null]);
    const { pairs } = phase(phases, "relate");
    const losses = phase(phases, "difference").pairs.map(({ loss }) => loss);
    for (const [index, { parts }] of pairs.entries()) expect(parts.loss).toBeCloseTo(losses[index]!, 4);
  });
}, ["wasm"]);

/** The step's loss, with some numbers of the network's or of the remedy's in place of its own. */
async function lossAround(scene: Scene, state: KeptState) {
  const { experiment, network, statistics, matches, images, seed, teacher } = scene;
  const { method, batch, augment } = experiment;
  if (method.kind !== "fsp" || !teacher) throw new Error("the run has no matrices to learn");
  const given = { method, teacher, network, statistics, matches, images, seed };
  const stream = new BatchStream(images.training, network.input, batch, augment, seed, 1);
  const { step } = state.moment;
  const { pixels } = stream.batchAt(step);
  const weights = toTensors(network, state.weights);
  const comparison = await Comparison.open(given, weights, state.comparison);
  await comparison.before(step, weights);
  const lossNow = () => {
    const scalar = tf.tidy(() => {
      const taps = tapsOf(matches.map((match) => match.student));
      const key = { key: stream.keyAt(step), onStatistics: () => {} };
      const outputs = forward(network, weights, batchOf(network, pixels, statistics), taps, key);
      return tf.addN(comparison.losses(outputs, comparison.targets(pixels)));
    });
    const [value] = scalar.dataSync();
    scalar.dispose();
    return value!;
  };
  return {
    ofWeights(names: readonly string[], values: Float64Array): number {
      let from = 0;
      for (const name of names) {
        const own = Float32Array.from(values.subarray(from, (from += state.weights.get(name)!.length)));
        tf.tidy(() => weights.get(name)!.assign(tf.tensor(own, weights.get(name)!.shape)));
      }
      return lossNow();
    },
    ofState(name: string, values: Float64Array): number {
      const { weight } = comparison.adapters!.trained.get(name)!;
      tf.tidy(() => weight.assign(tf.tensor(Float32Array.from(values), weight.shape)));
      return lossNow();
    },
    dispose(): void {
      comparison.dispose();
      disposeWeights(weights);
    },
  };
}
