import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { EngineKind } from "../core/backend-kind.ts";
import { openTestBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import type { Experiment } from "../core/experiment.ts";
import { runOne } from "./plan-run.ts";

/** Slow enough that rounding in another order does not grow, fast enough that each step changes the loss. */
const { recipe, fsp } = tinyExperimentParts;
const slow: Experiment = {
  ...tinyExperiment,
  teacher: { ...recipe, schedule: { ...recipe.schedule, rate: 0.002 } },
  method: { ...fsp, schedule: { ...fsp.schedule, rate: 1e-5 } },
  task: { ...tinyExperiment.task, rate: 0.002 },
};
/** Of float32 sums in another order. */
const tolerance = 3e-4;

async function lossesWith(engine: EngineKind): Promise<number[]> {
  const backend = await openTestBackend("wasm", engine);
  const losses: number[] = [];
  try {
    for await (const { reports } of runOne(toPlan(slow), slow, 1, new Map(), null, testParts("wasm"))) {
      for (const report of reports) if (report.type === "step") losses.push(report.loss);
    }
  } finally {
    backend.close();
  }
  return losses;
}

test("the lab's own wasm kernels train as tfjs's stock ones do, through all three stages", async () => {
  // In this order: what the fast engine replaces stays replaced, and a process opens but one engine elsewhere.
  const reference = await lossesWith("reference");
  const fast = await lossesWith("fast");
  expect(fast).toHaveLength(9);
  fast.forEach((loss, index) => expect(Math.abs(loss / reference[index]! - 1)).toBeLessThan(tolerance));
  expect(fast).not.toEqual(reference);
  expect(Math.abs(fast[4]! / fast[2]! - 1)).toBeGreaterThan(100 * tolerance);
});
