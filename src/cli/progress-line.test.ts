import { afterEach, expect, test, vi } from "vitest";
import type { Report } from "../core/report.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { ProgressLine } from "./progress-line.ts";

const step = (stage: 0 | 1 | 2, n: number): Report => ({
  type: "step",
  stage,
  step: n,
  rate: 0.1,
  loss: 2,
  accuracy: null,
  pairLoss: null,
  milliseconds: 1,
});

afterEach(() => vi.restoreAllMocks());

test("a run that goes on from a checkpoint still says of how many iterations, and each tenth once", () => {
  const said: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const task = { ...tinyExperiment.task, iterations: 100 };
  const line = new ProgressLine("tiny", { ...tinyExperiment, task });
  for (const report of [step(1, 3), step(2, 49), step(2, 50), step(2, 51)]) line.show(report);
  expect(said.map((text) => /stage .* of \d+/.exec(text)?.[0])).toEqual([
    "stage 1, 3 of 3",
    "stage 2, 49 of 100",
    "stage 2, 50 of 100",
  ]);
});
