import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "./canonical.ts";
import { readableCharacters, readableJson, readJson } from "./readable-json.ts";

const word = fc.constantFrom("seeds", "rate", "kind", "resnet", "section-input", "constructor", "e3");
const scalars = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  word,
  fc.boolean(),
  fc.constant(null),
);
const lists = fc.array(scalars, { maxLength: 4 });
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.dictionary(
    word,
    fc.oneof(
      { depthSize: "small" },
      scalars,
      lists,
      tie("tree"),
      fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
    ),
  ),
}));

describe("JSON that a person can read", () => {
  test.each<[Json, string]>([
    [{}, ""],
    [{ seeds: [4, 5], task: { rate: 0.05 } }, "seeds=(4,5);task.rate=0.05"],
    [
      { experiments: [{}, { method: { kind: "none" }, shuffled: true }] },
      "experiments.0=;experiments.1.method.kind=none;experiments.1.shuffled=true",
    ],
    [{ subset: null, drops: [], tiny: 1e-7, less: -2 }, "subset=null;drops=();tiny=1e-7;less=-2"],
  ])("%j reads %s, and back", (value, text) => {
    expect(readableJson(value)).toBe(text);
    expect(readJson(text)).toEqual(value);
  });

  test.each<[string, Json]>([
    ["a name with a space", { name: "my own" }],
    ["a word that reads as another value", { name: "true" }],
    ["a name with a dot", { "a.b": 1 }],
    ["indices as names", { "0": 1 }],
    ["lists in lists", { matrix: [[1], [2]] }],
    ["a list and objects mixed", { list: [1, {}] }],
    ["an empty name", { "": 1 }],
  ])("%s comes back as it was, or is not said", (_what, value) => {
    const text = readableJson(value);
    if (text !== null) expect(readJson(text)).toEqual(value);
  });

  test("whatever is said comes back as it was, in few characters", () => {
    let said = 0;
    fc.assert(
      fc.property(tree, (value) => {
        const text = readableJson(value);
        if (text === null) return;
        said += 1;
        expect(text).toMatch(new RegExp(`^[${readableCharacters}]*$`));
        const zeros = JSON.stringify(value); // Knows no -0.
        expect(JSON.stringify(readJson(text))).toBe(zeros);
      }),
    );
    expect(said).toBeGreaterThan(20);
  });

  test.each([
    "a",
    "a=1;a=2",
    "a=1;a.b=2",
    "a.b=1;a=2",
    "a=(1",
    "a=1)",
    "a=(1,)",
    "__proto__=1",
    "a=01",
    "a=1e9999",
    ";",
    "a..b=1",
  ])("%s says no one thing", (text) => {
    expect(() => readJson(text)).toThrow(SyntaxError);
  });
});
