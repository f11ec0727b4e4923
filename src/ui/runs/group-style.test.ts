import { expect, test } from "vitest";
import type { GroupSummary } from "../../client/runs/groups.ts";
import { groupStyles } from "./group-style.ts";

test("every group has a letter of its own, however many there are", () => {
  const groups = Array.from({ length: 60 }, (_, index): GroupSummary => ({
    group: { key: String(index), records: [], counted: [], isOneSetting: true },
    iterations: null,
    test: null,
    comparison: null,
    reach: null,
    seconds: null,
  }));
  const letters = groupStyles(groups, null).map(({ letter }) => letter);
  expect(new Set(letters).size).toBe(60);
  expect([letters[0], letters[25], letters[26], letters[52]]).toEqual(["A", "Z", "AA", "BA"]);
});
