/** The lengths of the losses' gradients, held against the step that training makes. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment, FspMethod } from "../core/experiment.ts";
import { balancingLambda } from "../core/loss-gradients.ts";
import type { LossGradients } from "../core/loss-gradients.ts";
import { usualFspSettings } from "../core/fsp-settings.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { Looker } from "./looker.ts";
import { runOne } from "./plan-run.ts";
import { Snapshots } from "./snapshots.ts";

const { fsp, recipe } = tinyExperimentParts;
const parts = testParts("wasm");
const breathe = async () => {};
const change = (method: Partial<FspMethod>): Experiment => ({ ...tinyExperiment, method: { ...fsp, ...method } });

/** Where the run begins: the gradients' lengths, and where there is slow motion that of the step's own gradient. */
async function atStart(experiment: Experiment, alsoStep: boolean): Promise<{ found: LossGradients; step: number }> {
  const [snapshots, looker] = [new Snapshots(() => 0), new Looker()];
  for await (const { run, reports, active } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
    if (!active.student) continue;
    await snapshots.after(run, reports, active.student);
    const scene = snapshots.sceneOf(run);
    const before = tf.memory().numTensors;
    const answer = await looker.answer(scene, { type: "gradients" }, breathe);
    expect(tf.memory().numTensors).toBe(before);
    const step = alsoStep ? await looker.answer(scene, { type: "slowMotion", from: 1 }, breathe) : null;
    const phases = step?.type === "slowMotion" ? step.phases : [];
    const norms = phases.flatMap((phase) => (phase.name === "gradient" ? [phase.norm] : []));
    if (answer.type === "gradients") return { found: answer.gradients, step: norms[0] ?? NaN };
  }
  throw new Error("the run has no student");
}

test("no lambda balances a loss that does not pull", () => {
  expect(balancingLambda({ task: 2, fsp: 8 })).toBe(0.25);
  expect(balancingLambda({ task: 2, fsp: 0 })).toBeNull();
  expect(balancingLambda({ task: 0, fsp: 2 })).toBeNull();
});

await describeEachBackend(() => {
  test("of the pairs together it is that of the first step with lambda 1", async () => {
    const { found, step } = await atStart(change({}), true);
    expect(found.fsp / step).toBeCloseTo(1, 3);
    const sum = found.pairs.reduce((norms, { norm }) => norms + norm, 0);
    expect(found.fsp).toBeLessThanOrEqual(sum * 1.0001);
    expect(found.pairs.map(({ pair }) => pair)).toEqual(["section1", "section2", "section3"]);
  });

  test("with the lambda that it suggests, the first step pulls as hard as the task, whatever the convention", async () => {
    const convention = { ...usualFspSettings.convention, reduction: "mean", total: "mean" } as const;
    const { found } = await atStart(change({ convention }), true);
    const { step } = await atStart(change({ convention, lambda: found.lambda! }), true);
    expect(step / found.task).toBeCloseTo(1, 3);
  });

  test.each(["adapter", "cka"] as const)("is found for %s too", async (kind) => {
    const teacher = { ...recipe, network: { kind: "resnet", depth: 8, width: 8 } } as const;
    const { found } = await atStart({ ...change({ remedy: { kind } }), teacher }, false);
    expect(found.pairs.every(({ norm }) => norm > 0)).toBe(true);
    expect(found.lambda).toBeGreaterThan(0);
  });

  test("is refused without a stage 1", async () => {
    await expect(atStart({ ...tinyExperiment, method: { kind: "none" } }, false)).rejects.toThrow(/no student|stage 1/);
  });
}, ["wasm"]);
