import { expect, test } from "vitest";
import { choicesIn, firstDraft } from "./plan-draft.ts";

test("what the dialog begins with is a plan of three methods and three seeds, with one rate", () => {
  expect(choicesIn(firstDraft)).toEqual({
    methods: ["plain", "soft-logits", "fsp"],
    seeds: [1, 2, 3],
    rates: null,
    varied: [],
  });
});

test("rates are tried from the smallest on, in whatever order they are typed", () => {
  expect(choicesIn({ ...firstDraft, sweeps: true, rates: "0.2, 0.05" })?.rates).toEqual([0.05, 0.2]);
});

test("other settings vary over the values typed for them, and blank ones do not", () => {
  const typed = { ...firstDraft.varied, batch: "16, 32", studentDepth: " " };
  expect(choicesIn({ ...firstDraft, varied: typed })?.varied).toEqual([{ setting: "batch", values: [16, 32] }]);
});

test.each([{ seeds: "one" }, { sweeps: true, rates: "fast" }, { varied: { ...firstDraft.varied, batch: "16, 16" } }])(
  "there are no choices in %o, where a list of numbers is wanted",
  (typed) => {
    expect(choicesIn({ ...firstDraft, ...typed })).toBeNull();
  },
);

test("what is typed into a field that is not asked for counts for nothing", () => {
  expect(choicesIn({ ...firstDraft, rates: "fast" })).not.toBeNull();
});
