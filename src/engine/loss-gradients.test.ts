/** The lengths of the losses' gradients, held against the step that training makes. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment, FspMethod, Method } from "../core/experiment.ts";
import { balancingWeight } from "../core/loss-gradients.ts";
import type { LossGradients } from "../core/loss-gradients.ts";
import { lossesOf } from "../core/methods/facts.ts";
import { methodKinds, usualMethods } from "../core/methods/usual.ts";
import { usualFspSettings } from "../core/fsp-settings.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { taken } from "../testing/page-takes.ts";
import { lossGradients } from "./loss-gradients.ts";
import { Looker } from "./looker.ts";
import { runOne } from "./plan-run.ts";
import type { Scene } from "./scene.ts";
import { Snapshots } from "./snapshots.ts";

const { fsp, recipe } = tinyExperimentParts;
const parts = testParts("wasm");
const breathe = async () => {};
/** With a stage 1 of two iterations, where it has one. */
const short = (method: Method): Method =>
  "schedule" in method ? { ...method, schedule: { ...method.schedule, iterations: 2, drops: [] } } : method;
const change = (method: Partial<FspMethod>): Experiment => ({ ...tinyExperiment, method: { ...fsp, ...method } });

/** Where the run begins: the gradients' lengths, and where there is slow motion that of the step's own gradient. */
async function atStart(
  experiment: Experiment,
  alsoStep: boolean,
  from: 1 | 2 = 1,
): Promise<{ found: LossGradients; step: number }> {
  const [snapshots, looker] = [new Snapshots(() => 0), new Looker()];
  for await (const { run, reports, active } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
    if (!active.student) continue;
    await snapshots.after(run, reports, active.student);
    if (active.student.moment.stage < from) continue;
    const scene = snapshots.sceneOf(run);
    const before = tf.memory().numTensors;
    const answer = taken(await looker.answer(scene, { type: "gradients", from }, breathe));
    expect(tf.memory().numTensors).toBe(before);
    const step = alsoStep ? taken(await looker.answer(scene, { type: "slowMotion", from }, breathe)) : null;
    const phases = step?.type === "slowMotion" ? step.phases : [];
    const norms = phases.flatMap((phase) => (phase.name === "gradient" ? [phase.norm] : []));
    if (answer.type === "gradients") return { found: answer.gradients, step: norms[0] ?? NaN };
  }
  throw new Error("the run has no student");
}

test("no weight balances a loss that does not pull, and a share leaves the labels the rest", () => {
  expect(balancingWeight({ task: 2, learned: 8 }, "lambda")).toBe(0.25);
  expect(balancingWeight({ task: 2, learned: 8 }, "share")).toBe(0.2);
  expect(balancingWeight({ task: 2, learned: 0 }, "lambda")).toBeNull();
  expect(balancingWeight({ task: 2, learned: 0 }, "share")).toBeNull();
  expect(balancingWeight({ task: 0, learned: 2 }, "lambda")).toBeNull();
});

await describeEachBackend(() => {
  test("of the pairs together it is that of the first step with lambda 1", async () => {
    const { found, step } = await atStart(change({}), true);
    expect(found.learned / step).toBeCloseTo(1, 3);
    const sum = found.parts.reduce((norms, { norm }) => norms + norm, 0);
    expect(found.learned).toBeLessThanOrEqual(sum * 1.0001);
    expect(found.parts.map(({ part }) => part)).toEqual(["section1", "section2", "section3"]);
  });

  test("with the lambda that it suggests, the first step pulls as hard as the task, whatever the convention", async () => {
    const convention = { ...usualFspSettings.convention, reduction: "mean", total: "mean" } as const;
    const { found } = await atStart(change({ convention }), true);
    const { step } = await atStart(change({ convention, lambda: found.balance! }), true);
    expect(step / found.task).toBeCloseTo(1, 3);
  });

  test.each(["adapter", "cka"] as const)("is found for %s too", async (kind) => {
    const teacher = { ...recipe, network: { kind: "resnet", depth: 8, width: 8 } } as const;
    const { found } = await atStart({ ...change({ remedy: { kind } }), teacher }, false);
    expect(found.parts.every(({ norm }) => norm > 0)).toBe(true);
    expect(found.balance).toBeGreaterThan(0);
  });

  test.each(methodKinds.filter((kind) => lossesOf[kind][2] !== null))(
    "of stage 2 they are found for %s",
    async (kind) => {
      const method = usualMethods[kind];
      const { found } = await atStart({ ...tinyExperiment, method: short(method) }, false, 2);
      expect(found).toMatchObject({ moment: { stage: 2, step: 0 }, name: lossesOf[kind][2] });
      expect(found.learned).toBeGreaterThan(0);
      // With the weight that balances them, and the rest of a share for the labels, both pull alike.
      const { setting, balance, task, learned } = found;
      const labels = setting === "share" ? (1 - balance!) * task : task;
      expect((balance! * learned) / labels).toBeCloseTo(1, 6);
    },
  );

  test("of FitNets' stage 1 they are those of its hints", async () => {
    const { found } = await atStart({ ...tinyExperiment, method: short(usualMethods.fitnets) }, false);
    expect(found).toMatchObject({ name: "hint", setting: "hintWeight", parts: [{ part: "section2" }] });
    expect(found.balance).toBeGreaterThan(0);
  });

  test("is refused where the stage learns nothing from a teacher", async () => {
    await expect(atStart({ ...tinyExperiment, method: { kind: "none" } }, false, 2)).rejects.toThrow("learns nothing");
    await expect(atStart(change({}), false, 2)).rejects.toThrow("learns nothing");
  });

  test.each<[string, (scene: Scene) => Scene]>([
    ["there is no teacher", (scene) => ({ ...scene, teacher: null })],
    ["the teacher has no weights", (scene) => ({ ...scene, teacher: { ...scene.teacher!, weights: new Map() } })],
    ["the batch cannot be drawn", (scene) => ({ ...scene, experiment: { ...scene.experiment, batch: 1.5 } })],
  ])("leaves no tensor where %s", async (_, spoilt) => {
    const snapshots = new Snapshots(() => 0);
    const experiment = change({ remedy: { kind: "adapter" } });
    for await (const { run, reports, active } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
      if (!active.student) continue;
      await snapshots.after(run, reports, active.student);
      const before = tf.memory().numTensors;
      await expect(lossGradients(spoilt(snapshots.sceneOf(run)), 1, breathe)).rejects.toThrow();
      expect(tf.memory().numTensors).toBe(before);
      return;
    }
  });
}, ["wasm"]);
