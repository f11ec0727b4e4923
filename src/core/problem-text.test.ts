import { afterEach, expect, test, vi } from "vitest";
import type { Problem } from "./problem.ts";
import { BadInput } from "./bad-input.ts";
import { sha256Of } from "./canonical.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import { toDocument } from "./document.ts";
import { sentenceOf } from "./problem-text.ts";

afterEach(() => vi.unstubAllGlobals());

function problemOf(change: object) {
  try {
    toDocument({ ...defaultExperiment, ...change });
    return null;
  } catch (error) {
    return error instanceof BadInput ? error.problem : error;
  }
}

const range = { kind: "range", whole: true, least: 2, most: 1024 };

test.each([
  [1, range],
  [2, null],
  [1024, null],
  [1025, range],
  [2.5, range],
  [Number.NaN, range],
  ["2", range],
  [undefined, { kind: "missing" }],
])("a batch of %s breaks the rule %j", (batch, rule) => {
  expect(problemOf({ batch })).toEqual(rule && expect.objectContaining({ code: "setting", path: "batch", rule }));
});

test("a sentence on a number names the least and the most", () => {
  const sentence = (change: object) => () => toDocument({ ...defaultExperiment, ...change });
  expect(sentence({ batch: 1 })).toThrow('"batch" is 1; use a whole number from 2 to 1024.');
  const { task } = defaultExperiment;
  expect(sentence({ task: { ...task, rate: 101 } })).toThrow('"task.rate" is 101; use a number from 0 to 100.');
});

test("settings that there are none of are told all at once, each with the setting that was probably meant", () => {
  const { batch, ...rest } = defaultExperiment;
  const { iterations, ...task } = rest.task;
  const first = { ...rest, bacth: batch, task: { ...task, iteration: iterations }, more: 1 };
  const settings = [
    { path: "task.iteration", meant: "iterations" },
    { path: "bacth", meant: "batch" },
    { path: "more", meant: null },
  ];
  const within = settings.map(({ path, meant }) => ({ path: `experiments.1.${path}`, meant }));
  const plan = { ...defaultPlan, experiments: [defaultExperiment, first] };
  const problemIn = (document: object) => {
    try {
      return toDocument(document);
    } catch (error) {
      return error instanceof BadInput ? error.problem : error;
    }
  };
  expect(problemIn(first)).toEqual({ code: "unknown-settings", settings });
  expect(problemIn(plan)).toEqual({ code: "unknown-settings", settings: within });
  expect(() => toDocument(first)).toThrow(
    'There are no settings "task.iteration" (did you mean "iterations"?), "bacth" (did you mean "batch"?), "more" in this version; rename or remove them.',
  );
});

test("of unknown settings the first are told, and nobody looks for what a very long one meant", () => {
  const slips = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${"batch".repeat(40)}${i}`, 1]));
  const from = performance.now();
  const problem = problemOf(slips) as Extract<Problem, { code: "unknown-settings" }>;
  expect(problem.settings).toHaveLength(16);
  expect(problem.settings.map(({ meant }) => meant)).toEqual(Array.from({ length: 16 }, () => null));
  expect(performance.now() - from).toBeLessThan(500);
});

test("a setting of another kind is none of this one", () => {
  const method = { kind: "kd", temperature: 4, share: 0.5, lambda: 1 };
  expect(problemOf({ method })).toEqual({
    code: "unknown-settings",
    settings: [{ path: "method.lambda", meant: null }],
  });
});

test("a number that is none is said as it is, not as JSON has it", () => {
  expect(problemOf({ batch: Number.NaN })).toMatchObject({ found: "NaN" });
});

test("pairs that cannot be compared are said to differ in size only where they do", () => {
  const reason = { code: "remedy", remedy: "assignment", problem: "other-positions" } as const;
  const pair = { code: "misfit", pair: "section2", teacher: [8, 8], reason } as const;
  expect(sentenceOf({ ...pair, student: [8, 8] })).toMatch(/^the FSP matrices of section2 are 8x8 in both networks/);
  expect(sentenceOf({ ...pair, student: [4, 8] })).toMatch(/differ in size, teacher 8x8, student 4x8; /);
  expect(sentenceOf({ ...pair, student: null })).toMatch(/^section2 has no partner in the student; /);
});

test("a page without SHA-256 says so in a sentence", async () => {
  vi.stubGlobal("crypto", {});
  await expect(sha256Of(new Uint8Array(1))).rejects.toThrow(/plain http.*https or on localhost\.$/);
});
