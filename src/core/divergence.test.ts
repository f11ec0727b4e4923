import { expect, test } from "vitest";
import { brokenSentence } from "./divergence.ts";

test("the sentence of what broke writes no long row of digits", () => {
  const broken = { pass: "loss", layer: "task", parameter: null, step: 3 } as const;
  const said = brokenSentence({ ...broken, range: [-0.125, 185_900_000_000_000_000] });
  expect(said).toContain("from -0.125 to 1.859e17 before");
});
