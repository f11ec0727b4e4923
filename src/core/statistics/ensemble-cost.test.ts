import { expect, test } from "vitest";
import { ensembleCost } from "./ensemble-cost.ts";

test("what each of several networks costs is added up", () => {
  const members = [
    { iterations: 300, seconds: 2, parameters: 1000 },
    { iterations: 500, seconds: 3.5, parameters: 1000 },
  ];
  expect(ensembleCost(members)).toEqual({ iterations: 800, seconds: 5.5, parameters: 2000 });
  expect(ensembleCost([])).toEqual({ iterations: 0, seconds: 0, parameters: 0 });
});
