/** Slow motion makes the very step that the run makes, on a copy. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment } from "../core/experiment.ts";
import { parametersOf } from "../core/network.ts";
import type { Phase, PhaseName } from "../core/slow-motion.ts";
import { fspLoss } from "../kernels/fsp/op.ts";
import { BatchStream } from "../data/batches.ts";
import { forward } from "../models/forward.ts";
import type { WeightArrays } from "../models/weights.ts";
import { disposeWeights, toTensors } from "../models/weights.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { taken } from "../testing/page-takes.ts";
import { matricesBySide } from "./fsp-matrices.ts";
import { Looker } from "./looker.ts";
import type { PlanParts } from "./plan-run.ts";
import { runOne } from "./plan-run.ts";
import type { Scene } from "./scene.ts";
import { Snapshots } from "./snapshots.ts";
import { batchOf } from "./tape-views.ts";
import { teacherMatrices, toModel, disposeTeacher } from "./teacher-model.ts";

interface SlowStep {
  readonly stage: 1 | 2;
  readonly step: number;
  readonly phases: readonly Phase[];
  readonly before: WeightArrays;
  /** Of the run itself, one step later. */
  after: WeightArrays | null;
  /** What the run said its loss was. */
  loss: number | null;
}

/** Beside the labels, with a weight that falls. */
const joint: Experiment = {
  ...tinyExperiment,
  method: { kind: "fsp-joint", firstTap: tinyExperimentParts.fsp.firstTap, lambda: 0.01, pairLambda: {}, lambdaEnd: 0 },
};

/** Slow motion at every rest of the run. */
async function slowSteps(parts: PlanParts, experiment = tinyExperiment): Promise<{ steps: SlowStep[]; scene: Scene }> {
  const [snapshots, looker] = [new Snapshots(() => 0), new Looker()];
  const steps: SlowStep[] = [];
  let scene: Scene | null = null;
  for await (const { run, reports, active } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
    const { student } = active;
    if (!student) continue;
    await snapshots.after(run, reports, student);
    const [report, before] = [reports.find(({ type }) => type === "step"), await student.learner.arrays()];
    const last = steps.at(-1);
    if (last && report?.type === "step") [last.after, last.loss] = [before, report.loss];
    const isAtEnd = student.moment.stage === 2 && student.moment.step === experiment.task.iterations;
    if (isAtEnd) continue;
    scene = snapshots.sceneOf(run);
    const answer = taken(await looker.answer(scene, { type: "slowMotion", from: "now" }, async () => {}));
    if (answer.type === "slowMotion")
      steps.push({ ...answer.moment, phases: answer.phases, before, after: null, loss: null });
  }
  return { steps: steps.filter(({ after }) => after !== null), scene: scene! };
}

/** Without a remedy's. */
const phasesOfPlainStep: readonly PhaseName[] = [
  "teacherForward",
  "studentForward",
  "teacherMatrices",
  "studentMatrices",
  "difference",
  "gradient",
  "update",
];

function phase<Name extends PhaseName>(phases: readonly Phase[], name: Name): Phase & { name: Name } {
  return phases.find((each) => each.name === name) as Phase & { name: Name };
}

const normOf = (values: Iterable<number>) => Math.sqrt([...values].reduce((sum, value) => sum + value * value, 0));

/** Each layer moves as far as it did in the run. */
function expectItsMoves({ phases, before, after }: SlowStep, { network }: Scene): void {
  for (const { layer, norm, relative } of phase(phases, "update").layers) {
    const own = parametersOf(network).filter(({ node, trained }) => node === layer && trained);
    const moved = own.flatMap(({ name }) => Array.from(after!.get(name)!, (value, i) => value - before.get(name)![i]!));
    const length = normOf(own.flatMap(({ name }) => [...before.get(name)!]));
    expect(norm).toBeCloseTo(normOf(moved), 12);
    expect(norm).toBeGreaterThan(0);
    if (length > 0) expect(relative).toBeCloseTo(norm / length, 10);
  }
}

await describeEachBackend(
  (kind) => {
    const parts = testParts(kind);

    test("with the run's own engine the copy makes the run's step bit for bit, in all stages", async () => {
      const before = tf.memory().numTensors;
      const { steps, scene } = await slowSteps({ ...parts, openMachine: null });
      expect(tf.memory().numTensors).toBe(before);
      expect(steps.map(({ stage, step }) => `${stage}:${step}`)).toEqual(
        expect.arrayContaining(["1:0", "1:2", "2:0", "2:3"]),
      );
      for (const slow of steps) {
        expect(phase(slow.phases, "difference").loss).toBe(slow.loss);
        expectItsMoves(slow, scene);
      }
    });

    test("a step that learns the matrices beside the labels has all seven phases, and is the run's", async () => {
      const before = tf.memory().numTensors;
      const { steps, scene } = await slowSteps({ ...parts, openMachine: null }, joint);
      expect(tf.memory().numTensors).toBe(before);
      expect(steps.map(({ stage, step }) => `${stage}:${step}`)).toEqual(expect.arrayContaining(["2:0", "2:3"]));
      const lambdas = steps.map(({ phases }) => phase(phases, "difference").pairs[0]!.lambda);
      expect(lambdas[0]).toBe(0.01);
      expect(lambdas.at(-1)).toBeLessThan(0.01);
      for (const slow of steps) {
        expect(slow.phases.map(({ name }) => name)).toEqual(phasesOfPlainStep);
        expect(phase(slow.phases, "studentForward").layers.map(({ layer }) => layer)).toContain(scene.network.output);
        const { loss, task, pairs } = phase(slow.phases, "difference");
        expect(task, "what the run calls its loss").toBe(slow.loss);
        const learnt = pairs.reduce((sum, pair) => sum + pair.lambda * pair.loss, 0);
        expect(loss / (task! + learnt)).toBeCloseTo(1, 5);
        expectItsMoves(slow, scene);
      }
    });

    test("the fast engine's steps are the same within rounding", async () => {
      const { steps } = await slowSteps(parts);
      for (const { phases, loss } of steps) expect(phase(phases, "difference").loss / loss!).toBeCloseTo(1, 4);
    });

    test("stage 1 has all seven phases in order, stage 2 those that it has", async () => {
      const { steps } = await slowSteps(parts);
      for (const { stage, phases } of steps) {
        const names = phases.map(({ name }) => name);
        expect(names).toEqual(stage === 1 ? phasesOfPlainStep : ["studentForward", "difference", "gradient", "update"]);
      }
    });

    test("the gradient of stage 1 is the loss's own, before decay and momentum", async () => {
      const { steps, scene } = await slowSteps(parts);
      const slow = steps.find(({ stage, step }) => stage === 1 && step === 1)!;
      const { experiment, network, statistics, matches, seed } = scene;
      const { batch, augment } = experiment;
      const stream = new BatchStream(scene.images.training, network.input, batch, augment, seed, 1);
      const { pixels } = stream.batchAt(1);
      const teacher = toModel(scene.teacher!);
      const goals = teacherMatrices(teacher, matches, pixels);
      const weights = toTensors(network, slow.before);
      const wanted = [...new Set(matches.flatMap(({ student }) => [student.first, student.last]))];
      const names = parametersOf(network).filter(({ trained, node }) => trained && node !== "fc");
      const { grads, value } = tf.variableGrads(
        () => {
          const images = batchOf(network, pixels, statistics);
          const ours = matricesBySide(
            matches,
            "student",
            forward(network, weights, images, wanted, { key: stream.keyAt(1), onStatistics: () => {} }),
          );
          return tf.addN(matches.map(({ name }) => fspLoss(ours.get(name)!, goals.get(name)!)));
        },
        names.map(({ name }) => weights.get(name)!),
      );
      const { layers, norm } = phase(slow.phases, "gradient");
      for (const { layer, norm: told } of layers) {
        const own = names.filter(({ node }) => node === layer);
        const values = own.flatMap(({ name }) => [...grads[weights.get(name)!.name]!.dataSync()]);
        expect(told / normOf(values)).toBeCloseTo(1, 4);
      }
      expect(norm).toBeCloseTo(normOf(layers.map((layer) => layer.norm)), 8);
      expect(layers.map(({ layer }) => layer)).not.toContain("fc");
      tf.dispose([value, ...Object.values(grads), ...goals.values()]);
      disposeWeights(weights);
      disposeTeacher(teacher);
    });

    test("a forward phase shows each tap's norm, range, and the first image's map", async () => {
      const { steps, scene } = await slowSteps(parts);
      const slow = steps.find(({ stage, step }) => stage === 1 && step === 1)!;
      const { experiment, network, matches, seed, images } = scene;
      const stream = new BatchStream(images.training, network.input, experiment.batch, experiment.augment, seed, 1);
      const { layers } = phase(slow.phases, "teacherForward");
      const teacher = toModel(scene.teacher!);
      const wanted = layers.map(({ layer }) => layer);
      expect(wanted).toEqual([...new Set(matches.flatMap((match) => [match.teacher.first, match.teacher.last]))]);
      for (const { layer, norm, least, most, map } of layers) {
        const output = tf.tidy(() => {
          const batch = batchOf(teacher.network, stream.batchAt(1).pixels, teacher.statistics);
          return forward(teacher.network, teacher.weights, batch, [layer], null).get(layer)!;
        });
        const values = Float32Array.from(output.dataSync());
        const [, height, width, channels] = output.shape;
        expect(norm / normOf(values)).toBeCloseTo(1, 5);
        expect([least, most]).toEqual([Math.min(...values), Math.max(...values)]);
        expect(map!.size).toEqual([height, width]);
        const mean = values.subarray(0, channels).reduce((sum, value) => sum + value / channels!, 0);
        expect(map!.values[0]).toBeCloseTo(mean, 5);
        output.dispose();
      }
      disposeTeacher(teacher);
    });

    test("the difference is the student's matrices minus the teacher's, each pair with its loss and lambda", async () => {
      const { steps } = await slowSteps(parts);
      const { phases } = steps.find(({ stage }) => stage === 1)!;
      const [ours, theirs] = [phase(phases, "studentMatrices"), phase(phases, "teacherMatrices")];
      const { pairs, loss } = phase(phases, "difference");
      for (const [index, { matrix, lambda }] of pairs.entries()) {
        expect(lambda).toBe(tinyExperimentParts.fsp.lambda);
        expect(matrix!.values[5]).toBeCloseTo(ours.matrices[index]!.values[5]! - theirs.matrices[index]!.values[5]!, 5);
      }
      expect(pairs.reduce((sum, pair) => sum + pair.lambda * pair.loss, 0) / loss).toBeCloseTo(1, 5);
    });
  },
  ["wasm"],
);
