import { expect, test } from "vitest";
import { BadInput } from "./bad-input.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { methodKinds } from "./methods/usual.ts";
import type { Report, Result } from "./report.ts";
import { runFileOf, runFileText, type RunFile } from "./run-file.ts";

const file: RunFile = {
  document: tinyExperiment,
  environment: { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false },
  runs: [
    {
      run: { experiment: "tiny", seed: 1 },
      reports: [
        { type: "stage", stage: 1, iterations: 3 },
        {
          type: "matrices",
          stage: 1,
          step: 1,
          matrices: [{ pair: "section1", shape: [1, 2], values: Float32Array.of(0.1, -1) }],
          distance: { section1: 1 },
        },
      ],
    },
  ],
};

test("a run comes back from its file as it was, its matrices to the bit", () => {
  expect(runFileOf(runFileText(file), "tiny.lab.json")).toEqual(file);
});

const step = {
  type: "step",
  stage: 2,
  step: 1,
  rate: 0.1,
  loss: 1,
  accuracy: 0,
  pairLoss: null,
  milliseconds: 1,
} as const;
const counts = { copied: { parameters: 1, numbers: 2 }, kept: { parameters: 0, numbers: 0 } };
const score = { step: 1, validation: 0, test: 0 };
const result: Result = {
  experiment: "tiny",
  experimentHash: "",
  seed: 1,
  method: "copy",
  last: score,
  best: score,
  teacher: null,
  iterations: { teacher: 0, fsp: 0, task: 1 },
  copied: counts,
  weightsHash: "",
  teacherWeightsHash: null,
  environment: file.environment,
};

test("what every method reports comes back", () => {
  const reports: Report[] = [
    { type: "copied", counts },
    { type: "weights", stage: 2, step: 4, hash: "04" },
    ...(["hint", "soft", "attention", "similarity", "fsp"] as const).flatMap((name): Report[] => [
      { ...step, methodLoss: { name, weighted: 2, parts: { section1: 1 } } },
      { type: "methodLoss", stage: 2, step: 1, name, parts: { section1: 1 } },
    ]),
    ...methodKinds.map((method): Report => ({ type: "finished", result: { ...result, method } })),
  ];
  const every = { ...file, runs: [{ run: { experiment: "tiny", seed: 1 }, reports }] };
  expect(runFileOf(runFileText(every), "tiny.lab.json")).toEqual(every);
});

test.each([
  ["nothing", ""],
  ["not JSON", "{"],
  ["another file", JSON.stringify({ kind: "experiment" })],
  ["base64 that is none", runFileText(file).replace(/"f32":"[^"]*"/, `"f32":"§"`)],
  ["half a number", runFileText(file).replace(/"f32":"[^"]*"/, `"f32":"AAAA"`)],
  ["a matrix of another size", runFileText(file).replace(`"shape":[1,2]`, `"shape":[2,2]`)],
  ["a report of no kind", runFileText(file).replace(`"type":"stage"`, `"type":"stages"`)],
  [
    "an experiment out of range",
    runFileText(file).replace(`"batch":8,"augment":{"crop":true`, `"batch":0,"augment":{"crop":true`),
  ],
])("%s is refused with a sentence", (_, text) => {
  expect(() => runFileOf(text, "tiny.lab.json")).toThrow(BadInput);
});

test("a result that its own measurements contradict is refused", () => {
  const evaluation = { type: "evaluation", stage: 2, step: 4, split: "test", loss: 1 } as const;
  const withTest = (last: number, best: number) => {
    const reports: Report[] = [
      { ...evaluation, weights: "last", accuracy: last },
      { ...evaluation, weights: "best", accuracy: best },
      { type: "finished", result },
    ];
    return runFileText({ ...file, runs: [{ run: file.runs[0]!.run, reports }] });
  };
  expect(runFileOf(withTest(result.last.test, result.best.test), "a.json").runs).toHaveLength(1);
  expect(() => runFileOf(withTest(0.99, result.best.test), "a.json")).toThrow(BadInput);
  expect(() => runFileOf(withTest(result.last.test, 0.99), "a.json")).toThrow(BadInput);
});

test("a newer version is refused, and that is said", () => {
  const newer = runFileText(file).replace(`"version":1`, `"version":7`);
  expect(() => runFileOf(newer, "tiny.lab.json")).toThrow(
    "tiny.lab.json is of version 7, but this lab reads version 1",
  );
});
