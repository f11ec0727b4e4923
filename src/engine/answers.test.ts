import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { resultIn, testParts, tinyExperiment } from "../testing/lab-parts.ts";
import { ensembleAccuracy, testAnswers } from "./answers.ts";
import { runOne } from "./plan-run.ts";

test("an ensemble answers by the mean of its members' probabilities, and not of their logits", () => {
  // Two are a little sure of class 1, one is very sure of class 0.
  const members = [Float32Array.of(0, 1, 0), Float32Array.of(0, 1, 0), Float32Array.of(9, 0, 0)];
  expect(ensembleAccuracy(members, [0])).toBe(1);
  expect(ensembleAccuracy(members, [1])).toBe(0);
  // Its logits alone would outvote any two others; its probability cannot be more than one.
  const loud = [Float32Array.of(0, 3, 0), Float32Array.of(0, 3, 0), Float32Array.of(900, 0, 0)];
  expect(ensembleAccuracy(loud, [1])).toBe(1);
});

test("an ensemble of one is that one", () => {
  const logits = Float32Array.of(1, 2, 5, 4, 0, 3);
  expect(ensembleAccuracy([logits], [1, 0])).toBe(0.5);
  expect(ensembleAccuracy([logits, logits], [0, 1])).toBe(0);
});

await describeEachBackend(
  (kind) => {
    test("a run's answers are those that its test accuracy was counted from", async () => {
      const parts = testParts(kind);
      for await (const { active, reports } of runOne(
        toPlan(tinyExperiment),
        tinyExperiment,
        1,
        new Map(),
        null,
        parts,
      )) {
        if (!active.student || !reports.some(({ type }) => type === "finished")) continue;
        const answers = await testAnswers(active.student, active.student.images);
        const [logits, labels] = ["logits", "labels"].map((name) => answers.get(name)!);
        expect(logits!.shape).toEqual([16, 6]);
        expect(ensembleAccuracy([logits!.values as Float32Array], labels!.values)).toBe(resultIn(reports).last.test);
      }
    });
  },
  ["wasm"],
);
