import { expect, test } from "vitest";
import { splitCounts } from "./split-counts.ts";

const asked = { training: 10_000, validation: 1000, test: 2000 };

test.each([
  ["its own splits", { training: 480, validation: 60, test: 96 }, { training: 480, validation: 60, test: 96 }],
  [
    "a tenth for each split it lacks",
    { training: 480, validation: 0, test: 0 },
    { training: 384, validation: 48, test: 48 },
  ],
  ["two of a dozen, not one", { training: 12, validation: 0, test: 0 }, { training: 8, validation: 2, test: 2 }],
  ["the least that there can be", { training: 6, validation: 0, test: 0 }, { training: 2, validation: 2, test: 2 }],
  ["no more than asked for", { training: 60_000, validation: 0, test: 10_000 }, asked],
])("a set gives %s", (_, there, counts) => {
  expect(splitCounts("own", there, asked)).toEqual(counts);
});

test.each([
  { training: 5, validation: 0, test: 0 },
  { training: 3, validation: 0, test: 10 },
  { training: 100, validation: 20, test: 1 },
  { training: 0, validation: 0, test: 50 },
])("a set of $training, $validation and $test images is refused with its numbers", (there) => {
  expect(() => splitCounts("own", there, asked)).toThrow(
    `"own" has too few images (${there.training} training, ${there.validation} validation, ${there.test} test)`,
  );
});
