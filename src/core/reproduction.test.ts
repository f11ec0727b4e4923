import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { OwnRun, Reference, ReferenceRun } from "./reproduction.ts";
import { comparisonOf, differencesOf, tolerance } from "./reproduction.ts";
import type { Environment, WeightsReport } from "./report.ts";
import { runFileOf } from "./run-file.ts";

const environment: Environment = {
  lab: "0.1.0",
  tfjs: "4.22.0",
  backend: "wasm",
  engine: "fast",
  adapter: null,
  software: false,
};
const at = (stage: 1 | 2, step: number, hash: string): WeightsReport => ({ type: "weights", stage, step, hash });
const hashes = [at(1, 20, "a1"), at(1, 40, "a2"), at(2, 20, "b1")];
const theirs: ReferenceRun = { run: { experiment: "fsp", seed: 1 }, test: 0.8, weights: "0123456789abcdef", hashes };
const reference: Reference = { source: "link", environment, runs: [theirs] };
const weights = `0123456789abcdef${"0".repeat(48)}`;
const here: OwnRun = { hashes, final: { test: 0.8, weights, environment } };

const compared = (own: Partial<OwnRun>, other: Partial<ReferenceRun> = {}) =>
  comparisonOf(reference, { ...theirs, ...other }, { ...here, ...own }, 1000);

describe("a run held against another", () => {
  test("with equal hashes is reproduced", () => {
    expect(compared({})).toEqual({
      numbers: "reproduced",
      firstDifference: null,
      epochs: 3,
      curve: { here: 0.8, allowed: tolerance(0.8, 1000), isClose: true },
      differences: [],
    });
  });

  test("of which only the end is told is reproduced by that", () => {
    expect(compared({}, { hashes: [] })).toMatchObject({ numbers: "reproduced", epochs: 0 });
  });

  test("differs from the first epoch that does, before its end too", () => {
    const own = [hashes[0]!, at(1, 40, "x"), at(2, 20, "y")];
    expect(compared({ hashes: own, final: null })).toMatchObject({
      numbers: "differs",
      firstDifference: { stage: 1, step: 40 },
      curve: null,
    });
    expect(compared({ hashes: own })).toMatchObject({ numbers: "differs", firstDifference: { stage: 1, step: 40 } });
  });

  test("is open while nothing differs", () => {
    expect(compared({ hashes: [hashes[0]!], final: null })).toMatchObject({ numbers: "open", epochs: 1 });
  });

  test("differs in its last weights alone", () => {
    const final = { test: 0.7, weights: `1${weights.slice(1)}`, environment };
    expect(compared({ final })).toMatchObject({ numbers: "differs", firstDifference: null, curve: { isClose: false } });
  });

  test("says what is another there", () => {
    const other: Environment = { ...environment, backend: "webgpu", adapter: "nvidia", variants: "77", lab: "0.2.0" };
    const final = { test: 0.81, weights: "f".repeat(64), environment: other };
    expect(compared({ final })).toMatchObject({
      numbers: "differs",
      curve: { isClose: true },
      differences: [
        { part: "lab", theirs: "0.1.0", here: "0.2.0" },
        { part: "backend", theirs: "wasm", here: "webgpu" },
        { part: "adapter", theirs: "–", here: "nvidia" },
        { part: "variants", theirs: "–", here: "77" },
      ],
    });
  });
});

test("a program of other sources is another one, and so is one that does not say its sources", () => {
  const here: Environment = { ...environment, sources: "0123456789abcdef" };
  expect(differencesOf(here, here)).toEqual([]);
  expect(differencesOf({ ...environment, sources: "f" }, here)).toEqual([
    { part: "sources", theirs: "f", here: here.sources },
  ]);
  expect(differencesOf(environment, here)).toEqual([{ part: "sources", theirs: "–", here: here.sources }]);
});

test.each([
  [0.8, 1000, 0.0351],
  [0.8, 10_000, 0.0111],
  [0.99, 10_000, 0.01],
  [1, 16, 0.1587],
])("an accuracy of %f on %i images may differ by %f", (accuracy, images, allowed) => {
  expect(tolerance(accuracy, images)).toBeCloseTo(allowed, 3);
});

test("the recording that ships has hashes to be held against, and the weights that it ends with as the last", () => {
  const file = new URL("../../public/recorded/first-look.json.gz", import.meta.url);
  const { runs } = runFileOf(gunzipSync(readFileSync(file)).toString(), "first-look.json");
  for (const { run, reports } of runs) {
    const last = reports.findLast((report) => report.type === "weights");
    const end = reports.find((report) => report.type === "finished");
    expect(last?.hash, run.experiment).toBeDefined();
    expect(end?.result.weightsHash.startsWith(last!.hash), run.experiment).toBe(true);
  }
});
