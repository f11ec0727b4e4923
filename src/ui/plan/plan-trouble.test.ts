import { expect, test } from "vitest";
import { planOfChoices, type PlanChoices } from "../../client/plan-choices.ts";
import { toPlan } from "../../core/document.ts";
import { paperTables } from "../../core/paper/presets.ts";
import { presets } from "../../core/presets.ts";
import { catalogues } from "../messages/messages.ts";
import { troubleWith } from "./plan-trouble.ts";

const smoke = toPlan(presets.get("smoke")!);
const usual: PlanChoices = { methods: ["plain", "fsp"], seeds: [1, 2], rates: null, varied: [] };
const of = (choices: Partial<PlanChoices>) =>
  troubleWith(catalogues.en, planOfChoices(smoke, { ...usual, ...choices }));

test("a plan that can run has none", () => expect(of({})).toBeNull());

test.each([
  [{ seeds: [1.5] }, /^Seeds: use a whole number from 0 to/],
  [{ rates: [0.1] }, /^Rates: give from 2/],
  [{ rates: [0.1, 200] }, /^Rates, the least first: use a number from/],
  [{ varied: [{ setting: "batch", values: [1] }] }, /^Experiment plain-batch1: Images in a batch: use a whole number/],
] as const)("%j is said by the name of its field", (choices, sentence) => expect(of(choices)).toMatch(sentence));

test("a grid of too many experiments is told with its count and the limit", () => {
  const values = Array.from({ length: 40 }, (_, index) => index + 2);
  expect(of({ varied: [{ setting: "batch", values }] })).toBe(
    "These are 80 experiments; a plan has at most 64. Take away some methods or values.",
  );
});

test("equal totals of no method ask for one", () =>
  expect(of({ methods: ["plain-equal-total"] })).toMatch(/one method/));

test("a study of a set that is not here asks for it", () => {
  expect(troubleWith(catalogues.en, paperTables.get("paper-table-4-small")!)).toMatch(/^This plan is of CIFAR-100/);
});
