import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadInput } from "./bad-input.ts";
import { defaultExperiment } from "./defaults.ts";
import { toDocument } from "./document.ts";
import type { Data, Experiment } from "./experiment.ts";
import { documentOf, linkOf } from "./link.ts";
import { deflated } from "./deflate.ts";
import { readFileSync } from "node:fs";
import { labVersion } from "./version.ts";
import { presets } from "./presets.ts";
import { storedData } from "../testing/stored-data.ts";

describe("links", () => {
  test.each([...presets.keys()])("the preset %s comes back from its link as it was", async (name) => {
    const document = presets.get(name)!;
    const link = await linkOf(document);
    expect(link).toMatch(/^x1\.[A-Za-z0-9_-]+$/);
    expect(await documentOf(`https://lab.example/#${link}`)).toEqual(document);
    expect(link.length).toBeLessThan(1000);
  });

  test("an experiment that is all defaults is short", async () => {
    expect((await linkOf(defaultExperiment)).length).toBeLessThan(30);
  });

  test("a setting whose variant changes is kept whole", async () => {
    const experiment: Experiment = {
      ...defaultExperiment,
      data: { kind: "shapes", training: 100, validation: 50, test: 50, classes: 6, difficulty: 0.25, seed: 9 },
      method: { kind: "none" },
    };
    expect(await documentOf(await linkOf(experiment))).toEqual(experiment);
  });

  test.each<[string, Data]>([
    ["stored images", storedData],
    [
      "classes of Fashion-MNIST",
      {
        kind: "fashion-mnist",
        training: 100,
        validation: 50,
        test: 50,
        subset: { classes: [0, 3], balanced: true, seed: 4 },
      },
    ],
  ])("an experiment on %s comes back as it was", async (_name, data) => {
    const experiment: Experiment = { ...defaultExperiment, data };
    expect(await documentOf(await linkOf(experiment))).toEqual(experiment);
  });

  test("one changed character never gives another experiment", async () => {
    const link = await linkOf(presets.get("first-look")!);
    for (let at = 3; at < link.length; at++) {
      const other = link[at] === "A" ? "B" : "A";
      const changed = link.slice(0, at) + other + link.slice(at + 1);
      const outcome = await documentOf(changed).catch((error: unknown) => error);
      if (!(outcome instanceof BadInput)) expect(outcome).toEqual(presets.get("first-look"));
    }
  });

  test("any text gives a document or one sentence", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.base64String().map((text) => `x1.${text}`),
        ),
        async (text) => {
          const outcome = await documentOf(text).catch((error: unknown) => error);
          expect(outcome).toBeInstanceOf(BadInput);
        },
      ),
    );
  });

  test("a link of a later version, a cut one and a bomb are told apart from nothing", async () => {
    await expect(documentOf("#x2.abcd")).rejects.toThrow("version 2");
    const link = await linkOf(presets.get("smoke")!);
    await expect(documentOf(link.slice(0, -5))).rejects.toThrow("damaged");
    await expect(documentOf(`x1.${"A".repeat(20_000)}`)).rejects.toThrow("characters");
  });
});

test("a link that nests without end is damaged, not a crash", async () => {
  const deep = new TextEncoder().encode("[".repeat(30_000) + "]".repeat(30_000));
  const base64 = btoa(String.fromCharCode(...(await deflated(deep))));
  const link = `x1.${base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
  await expect(documentOf(link)).rejects.toThrow(BadInput);
});

test("the version that results carry is package.json's", () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  expect(text).toContain(`"version": "${labVersion}"`);
});

describe("documents", () => {
  const broken = (change: object) => () => toDocument({ ...defaultExperiment, ...change });
  const subset = (change: object) =>
    broken({ data: { ...storedData, subset: { ...storedData.subset, ...change } }, method: { kind: "none" } });
  test.each([
    ["an unknown setting", broken({ speed: 3 }), /no setting "speed"/],
    ["a batch of nothing", broken({ batch: 0 }), /"batch" is 0/],
    [
      "a width that is not offered",
      broken({ student: { kind: "resnet", depth: 8, width: 12 } }),
      /"student.width" is 12/,
    ],
    ["a later version", broken({ version: 2 }), /version 1/],
    [
      "more images than there are",
      broken({ data: { kind: "fashion-mnist", training: 60_000, validation: 5000, test: 100 } }),
      /60000/,
    ],
    ["a drop after the end", broken({ task: { ...defaultExperiment.task, drops: [300] } }), /drop at iteration 300/],
    [
      "matrices that differ in size",
      broken({ student: { kind: "resnet", depth: 8, width: 16 } }),
      /section1 differ.*8x8.*16x16/,
    ],
    [
      "too much memory",
      broken({ student: { kind: "resnet", depth: 32, width: 64 }, batch: 1024, method: { kind: "none" } }),
      /GB/,
    ],
    ["classes out of order", subset({ classes: [3, 2] }), /subset's class 2 must come after/],
    ["a class that the set lacks", subset({ classes: [3, 12] }), /one of 0 to 11/],
    [
      "images that classes cannot share",
      subset({ balanced: true }),
      /64 training images .* 12 classes; use a multiple/,
    ],
    ["a side that halves badly", broken({ data: { ...storedData, side: 30 } }), /"data.side" is 30/],
    ["a name that is a path", broken({ data: { ...storedData, name: "../x" } }), /"data.name"/],
    ["no object", () => toDocument([1]), /JSON object/],
    ["something else", () => toDocument({ kind: "recipe" }), /"kind" is "recipe"/],
  ])("%s is refused with a sentence", (_name, act, message) => {
    expect(act).toThrow(BadInput);
    expect(act).toThrow(message);
  });
});
