import { afterEach, expect, test, vi } from "vitest";
import { BadInput } from "./bad-input.ts";
import { sha256Of } from "./canonical.ts";
import { defaultExperiment } from "./defaults.ts";
import { toDocument } from "./document.ts";

afterEach(() => vi.unstubAllGlobals());

function problemOf(change: object) {
  try {
    toDocument({ ...defaultExperiment, ...change });
    return null;
  } catch (error) {
    return error instanceof BadInput ? error.problem : error;
  }
}

test.each([
  [1, { kind: "least", least: 2 }],
  [2, null],
  [1024, null],
  [1025, { kind: "most", most: 1024 }],
  [2.5, { kind: "whole" }],
  [Number.NaN, { kind: "number" }],
  ["2", { kind: "number" }],
  [undefined, { kind: "missing" }],
])("a batch of %s breaks the rule %j", (batch, rule) => {
  expect(problemOf({ batch })).toEqual(rule && expect.objectContaining({ code: "setting", path: "batch", rule }));
});

test("a number that is none is said as it is, not as JSON has it", () => {
  expect(problemOf({ batch: Number.NaN })).toMatchObject({ found: "NaN" });
});

test("a page without SHA-256 says so in a sentence", async () => {
  vi.stubGlobal("crypto", {});
  await expect(sha256Of(new Uint8Array(1))).rejects.toThrow(/plain http.*https or on localhost\.$/);
});
