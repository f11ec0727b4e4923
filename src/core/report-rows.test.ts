import { expect, test } from "vitest";
import type { Report } from "./report.ts";
import { metricRows } from "./report-rows.ts";

const run = { experiment: "hinted", seed: 3 };
const rowsOf = (report: Report) => metricRows(run, "fitnets", report);
const step = { type: "step", step: 7, rate: 0.1, loss: 2, pairLoss: null, milliseconds: 1 } as const;

test("stage 1 of a method has its loss as it is minimised, and each part before its weight", () => {
  const methodLoss = { name: "hint", weighted: 2, parts: { section1: 0.25, section2: 0.75 } } as const;
  expect(rowsOf({ ...step, stage: 1, accuracy: null, methodLoss })).toEqual([
    "hinted,fitnets,3,student,1,7,hint-loss,2",
    "hinted,fitnets,3,student,1,7,hint-loss.section1,0.25",
    "hinted,fitnets,3,student,1,7,hint-loss.section2,0.75",
  ]);
});

test("stage 2 has the cross-entropy alone, and the method's loss beside it", () => {
  const methodLoss = { name: "soft", weighted: 3, parts: { logits: 0.75 } } as const;
  expect(rowsOf({ ...step, stage: 2, accuracy: 0.5, methodLoss })).toEqual([
    "hinted,fitnets,3,student,2,7,task-loss,2",
    "hinted,fitnets,3,student,2,7,training-accuracy,0.5",
    "hinted,fitnets,3,student,2,7,soft-loss,3",
    "hinted,fitnets,3,student,2,7,soft-loss.logits,0.75",
  ]);
});

test("held-out losses and what was copied are rows too", () => {
  expect(rowsOf({ type: "methodLoss", stage: 2, step: 10, name: "soft", parts: { logits: 0.5 } })).toEqual([
    "hinted,fitnets,3,student,2,10,held-out-soft-loss.logits,0.5",
  ]);
  const counts = { copied: { parameters: 2, numbers: 30 }, kept: { parameters: 1, numbers: 4 } };
  expect(rowsOf({ type: "copied", counts })).toEqual([
    "hinted,fitnets,3,student,2,0,copied-numbers,30",
    "hinted,fitnets,3,student,2,0,kept-numbers,4",
  ]);
});
