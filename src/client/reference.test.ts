import { expect, test } from "vitest";
import { presets } from "../core/presets.ts";
import { allExtras } from "../testing/link-extras.ts";
import { referenceOfLink } from "./reference.ts";

const smoke = presets.get("smoke")!;
const expectation = allExtras.expectation!;
const own = { experiment: "smoke", seed: 1, test: 0.4, weights: "0123456789abcdef" };

test("a link's results of runs that it does not hold are held against nothing", () => {
  // "fsp" and "plain", seed 1.
  expect(referenceOfLink(expectation, smoke)).toBeNull();
  expect(referenceOfLink({ ...expectation, results: [{ ...own, seed: 2 }] }, smoke)).toBeNull();
  const mixed = referenceOfLink({ ...expectation, results: [...expectation.results, own] }, smoke);
  expect(mixed?.runs).toEqual([
    { run: { experiment: "smoke", seed: 1 }, test: 0.4, weights: "0123456789abcdef", hashes: [] },
  ]);
});
