import { expect, test } from "vitest";
import { paperTables } from "../core/paper/presets.ts";
import { noBetterMargin, type RunOutcome } from "../core/statistics/plan-summary.ts";
import { paperText } from "./paper-text.ts";

const plan = paperTables.get("paper-table-3-small")!;
const finished = (experiment: string, seed: number, accuracy: number): RunOutcome => {
  const score = { step: 1000, validation: accuracy, test: accuracy };
  const result = { last: score, best: score, iterations: { teacher: 1000, fsp: 0, task: 1000 } };
  return { status: "finished", run: { experiment, seed }, result, validation: { steps: [1000], values: [accuracy] } };
};

test("the paper's figures stand beside what was measured, and beside nothing where nothing was", () => {
  const outcomes = [finished("fsp", 1, 0.6), finished("fsp", 2, 0.62), finished("student-original", 1, 0.55)];
  expect(paperText({ plan, outcomes, reach: null, margin: noBetterMargin })).toMatchInlineSnapshot(`
    "Beside Table 3 of the paper (CIFAR-10, minimisation, 8 layers from 26), test accuracy, %
    paper's row       paper  its ensemble  its iterations  experiment        last, measured  n
    Teacher-original  91.91  -             -               teacher-original  -               0
    Student-original  87.91  -             -               student-original  55.00           1
    FitNet            88.57  -             -               fitnet            -               0
    Proposed          88.70  -             -               fsp               61.00 +- 1.41   2
    The paper does not give lambda (1 here), the batch (64), the networks' widths, which layer a section's pair begins with, whether images are mirrored (they are not here), which images validate (1,000 that nobody learns from) or its seeds (3 here).
    Of the paper's iterations one in 64 is done, with narrower networks and 20,000 training images."
  `);
});

test("figures of CIFAR-100 stand beside no accuracy on the images that hold its place", () => {
  const table2 = paperTables.get("paper-table-2-small")!;
  expect(
    paperText({ plan: table2, outcomes: [finished("fsp", 1, 0.6)], reach: null, margin: noBetterMargin }),
  ).toBeNull();
});

test("a plan that is made after no table has none", () => {
  expect(paperText({ plan: { ...plan, name: "mine" }, outcomes: [], reach: null, margin: noBetterMargin })).toBeNull();
});
