import { expect, test } from "vitest";
import { toDocument } from "./document.ts";
import { presets } from "./presets.ts";
import { studies } from "./studies.ts";

test.each([...studies])("the study %s is a document that can run, under a name that no preset has", (name, study) => {
  expect(toDocument(study)).toEqual(study);
  expect(study.name).toBe(name);
  expect(presets.has(name)).toBe(false);
});

test("a study's sweep takes seeds that its comparison does not", () => {
  for (const { seeds, sweep } of studies.values())
    expect(seeds.filter((seed) => sweep?.seeds.includes(seed))).toEqual([]);
});
