import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { EngineKind } from "../core/backend-kind.ts";
import { openTestBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment } from "../testing/lab-parts.ts";
import { runOne } from "./plan-run.ts";

/** float32 sums in another order; after nine steps of three stages the differences have grown: 0.0027 was seen. */
const [atFirst, inTheEnd] = [1e-5, 1e-2];

async function lossesWith(engine: EngineKind): Promise<number[]> {
  const backend = await openTestBackend("wasm", engine);
  const losses: number[] = [];
  try {
    for await (const { reports } of runOne(
      toPlan(tinyExperiment),
      tinyExperiment,
      1,
      new Map(),
      null,
      testParts("wasm"),
    )) {
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
  fast.forEach((loss, index) =>
    expect(Math.abs(loss / reference[index]! - 1)).toBeLessThan(index === 0 ? atFirst : inTheEnd),
  );
  expect(fast).not.toEqual(reference);
});
