import { expect, test } from "vitest";
import { defaultExperiment } from "../defaults.ts";
import { toPlan } from "../document.ts";
import { gapSentences, gapsOf } from "./gaps.ts";
import { paperTables } from "./presets.ts";

const gapsIn = (name: string) => gapsOf(paperTables.get(name)!)!;

test("what the paper leaves open is said with the plan's own values", () => {
  expect(gapsIn("paper-table-1-small")).toEqual({
    table: 1,
    lambda: 1,
    batch: 32,
    isMirrored: false,
    training: 20_000,
    validation: 1000,
    shortened: 64,
    seeds: 3,
    repeatsStageOne: true,
    hasOtherImages: false,
  });
  expect(gapSentences(gapsIn("paper-table-1-small")).join("\n")).toContain("lambda (1 here), the batch (32)");
  expect(gapSentences(gapsIn("paper-table-2-small")).join("\n")).toContain("lambda (0.01 here)");
  expect(gapSentences({ ...gapsIn("paper-table-1-small"), batch: 48 })[0]).toContain("the batch (48)");
});

test.each([
  ["paper-table-1", 2],
  ["paper-table-1-small", 3],
  ["paper-table-3", 1],
  ["paper-table-4-small", 2],
  ["paper-table-5", 2],
  ["paper-table-5-small", 3],
])("%s has %i sentences: what is open, shortened, repeated, of other images", (name, count) => {
  expect(gapSentences(gapsIn(name))).toHaveLength(count);
});

test("a plan after no table has none", () => {
  expect(gapsOf(toPlan(defaultExperiment))).toBeNull();
  expect(gapsOf(paperTables.get("transfer-few-images")!)).toBeNull();
});
