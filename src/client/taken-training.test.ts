import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Report, RunKey } from "../core/report.ts";
import type { How, RunEnd } from "../core/run-end.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { takenRecord } from "./taken-training.ts";

const sweep = { rates: [0.1, 0.2], seeds: [9], iterations: null };
const plan = { ...toPlan(tinyExperiment), seeds: [1, 2, 3], sweep };
const environment = { lab: "1", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false } as const;
const score = { step: 1, validation: 0.5, test: 0.6 };
const result = { last: score, best: score, iterations: { teacher: 0, fsp: 0, task: 1 }, weightsHash: "a".repeat(64) };
const finished: Report = {
  type: "finished",
  result: {
    ...result,
    experiment: "tiny",
    experimentHash: "b".repeat(64),
    seed: 1,
    method: "fsp",
    teacher: null,
    teacherWeightsHash: null,
    environment,
  },
};
const run = (seed: number) => ({ experiment: "tiny", seed });
const file = { document: plan, environment, runs: [{ run: run(1), reports: [finished] }] };

function end(id: string, of: RunKey, how: How): RunEnd {
  const none = { iterations: 0, seconds: 1 };
  return { id, run: of, rate: 0.1, how, validation: { steps: [], values: [] }, times: { 0: none, 1: none, 2: none } };
}
const tried = end("sweep/tiny-r0.1-s9", { experiment: "tiny @ 0.1", seed: 9 }, { kind: "tried", accuracy: 0.5 });
const failed = end("tiny-s2", run(2), { kind: "failed", reason: "broke" });

test("what a bundle says of trials and of runs that failed is kept, beside what reports tell", () => {
  const { ends, order, results, status } = takenRecord(file, "a", 0, [tried, failed]);
  expect(ends!.map(({ id, how }) => [id, how.kind])).toEqual([
    ["sweep/tiny-r0.1-s9", "tried"],
    ["tiny-s2", "failed"],
    ["tiny-s1", "finished"],
  ]);
  expect(order).toEqual([run(1), run(2)]);
  expect(results).toEqual([{ run: run(1), accuracy: 0.6 }]);
  expect(status).toBe("finished");
});

test.each<readonly [string, RunEnd]>([
  ["a result that no report tells", end("tiny-s2", run(2), { kind: "finished", result })],
  ["that a run failed whose reports have a result", end("tiny-s1", run(1), { kind: "failed", reason: "no" })],
  ["of a run of no plan", end("other-s1", { experiment: "other", seed: 1 }, { kind: "failed", reason: "no" })],
  ["of one run by the id of another", end("tiny-s2", run(3), { kind: "failed", reason: "no" })],
  ["an accuracy of what is no trial", end("tiny-s2", run(2), { kind: "tried", accuracy: 1 })],
])("what a bundle says is not believed: %s", (_, said) => {
  expect(takenRecord(file, "a", 0, [said]).ends!.map(({ id, how }) => [id, how.kind])).toEqual([
    ["tiny-s1", "finished"],
  ]);
});

test("of what is said twice the first counts", () => {
  const again = { ...failed, how: { kind: "skipped" } as const };
  expect(takenRecord(file, "a", 0, [failed, again]).ends!.map(({ how }) => how.kind)).toEqual(["failed", "finished"]);
});
