import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadInput } from "./bad-input.ts";
import { hashOf } from "./canonical.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import { toDocument } from "./document.ts";
import type { Data, Experiment, FspMethod, NetworkSpec, TeacherRecipe } from "./experiment.ts";
import { usualFspSettings } from "./fsp-settings.ts";
import { documentOf, linkIn, linkOf, noExtras } from "./link.ts";
import { deflated } from "./deflate.ts";
import { packedJson } from "./packed-json.ts";
import { allExtras } from "../testing/link-extras.ts";
import { readFileSync } from "node:fs";
import { labVersion } from "./version.ts";
import { presets } from "./presets.ts";
import { paperConvention } from "./relations/convention.ts";
import { conventionPresets } from "./relations/convention-presets.ts";
import { storedData } from "../testing/stored-data.ts";

describe("links", () => {
  test.each([...presets.keys()])("the preset %s comes back from its link as it was", async (name) => {
    const document = presets.get(name)!;
    const link = await linkOf(document);
    expect(link).toMatch(/^x1(?:\.[A-Za-z0-9_-]+|:[A-Za-z0-9.=;,()+-]*\/)$/);
    expect(await documentOf(`https://lab.example/#${link}`)).toEqual(document);
    expect(link.length).toBeLessThan(1000);
  });

  test("an experiment that is all defaults is short", async () => {
    expect((await linkOf(defaultExperiment)).length).toBeLessThan(30);
  });

  test.each<[string, Partial<Experiment>, string]>([
    ["all defaults", {}, "x1:/"],
    ["another rate", { task: { ...defaultExperiment.task, rate: 0.05 } }, "x1:task.rate=0.05/"],
    ["drops", { task: { ...defaultExperiment.task, drops: [150, 250] } }, "x1:task.drops=(150,250)/"],
  ])("an experiment of %s has a link that can be read", async (_what, changes, link) => {
    const experiment = { ...defaultExperiment, ...changes };
    expect(await linkOf(experiment)).toBe(link);
    expect(await documentOf(`https://lab.example/#${link}`)).toEqual(experiment);
    expect(await linkIn(await linkOf(experiment, allExtras))).toEqual({ document: experiment, ...allExtras });
  });

  test("a plan of few differences has one too", async () => {
    const plan = { ...defaultPlan, seeds: [4, 5], experiments: [defaultExperiment] };
    expect(await linkOf(plan)).toBe("x1:plan.seeds=(4,5);experiments.0=/");
    expect(await documentOf("x1:plan.seeds=(4,5);experiments.0=/")).toEqual(plan);
  });

  test("a link that can be read and was cut, or says what is none, is damaged or has one sentence", async () => {
    const whole = "x1:task.rate=0.05/";
    for (let length = 3; length < whole.length; length++) {
      await expect(documentOf(whole.slice(0, length))).rejects.toThrow(BadInput);
    }
    for (const text of [
      "task.rate=0.05;task.rate=1/",
      "task.rate=fast/",
      "task.speed=1/",
      "a=1/b=2/",
      "plan=1;experiments=2/",
    ]) {
      await expect(documentOf(`x1:${text}`)).rejects.toThrow(BadInput);
    }
    await expect(documentOf("x2:task.rate=1/")).rejects.toThrow("version 2");
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

  test.each<NetworkSpec>([
    { kind: "preact-resnet", depth: 14, width: 8 },
    { kind: "wide-resnet", depth: 16, width: 16, dropout: 0.3 },
    { kind: "vgg", depth: 9, width: 8, dropout: 0.5 },
    { kind: "plain", depth: 8, width: 8 },
    { kind: "mobilenet", depth: 14, width: 8 },
  ])("an experiment with $kind networks comes back as it was", async (network) => {
    const teacher = { ...(defaultExperiment.teacher as TeacherRecipe), network };
    const experiment: Experiment = { ...defaultExperiment, teacher, student: network };
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
          fc.string().map((text) => `x1:${text}`),
        ),
        async (text) => {
          const outcome = await documentOf(text).catch((error: unknown) => error);
          if (!(outcome instanceof BadInput)) expect(toDocument(outcome)).toEqual(outcome);
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

describe("what travels beside the experiment", () => {
  const smoke = presets.get("smoke")!;
  const withExpected = async (value: unknown) => `${await linkOf(smoke)}&expect=1.${await packedJson(value)}`;
  const { expectation } = allExtras;

  test("comes back as it was, and changes nothing of the experiment", async () => {
    const link = await linkOf(smoke, allExtras);
    expect(await linkIn(`https://lab.example/#${link}`)).toEqual({ document: smoke, ...allExtras });
    expect(await documentOf(link)).toEqual(smoke);
  });

  test.each([
    ["of a later lab", "&wind=west&panel=features&x", { panel: "features" }],
    ["of no panel", "&panel=settings", {}],
    ["of an iteration that is no number", "&iteration=1e3&pair=section1", { pair: "section1" }],
    ["of an iteration beyond all", "&iteration=9999999", {}],
    ["of a pair with markup in its name", "&pair=<b>&theme=dark", { theme: "dark" }],
    ["said twice", "&theme=dark&theme=light", { theme: "dark" }],
    ["that every object knows", "&constructor=1&__proto__=2&theme=light", { theme: "light" }],
    ["of the engine", "&backend=cpu&engine=reference&tfjsflags=WEBGPU_CPU_FORWARD:true&train=1", {}],
  ])("a part %s is passed over alone", async (_what, behind, view) => {
    expect(await linkIn((await linkOf(smoke)) + behind)).toEqual({ ...noExtras, document: smoke, view });
  });

  test.each([
    ["without results", { ...expectation, results: [] }],
    ["with an accuracy of 200 %", { ...expectation, results: [{ ...expectation!.results[0], test: 2 }] }],
    ["on a backend that there is not", { ...expectation, environment: { ...expectation!.environment, backend: "x" } }],
    [
      "with a description without end",
      { ...expectation, environment: { ...expectation!.environment, adapter: "a".repeat(201) } },
    ],
  ])("a result %s is none, and the experiment opens all the same", async (_what, value) => {
    expect(await linkIn(await withExpected(value))).toEqual({ ...noExtras, document: smoke });
  });

  test("a damaged result is none, and so is one of a later version", async () => {
    const link = await linkOf(smoke, { ...noExtras, expectation });
    for (const other of [link.slice(0, -3), link.replace("expect=1.", "expect=2.")]) {
      expect(await linkIn(other)).toEqual({ ...noExtras, document: smoke });
    }
  });
});

test("the version that results carry is package.json's", () => {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  expect(text).toContain(`"version": "${labVersion}"`);
});

/** Made before the fsp method had a convention and a matching. */
const oldLinks = [
  [
    "first-look",
    "x1.eJyVUctuwyAQ_Jc9Y8nGNna49yuqHNawjlEIUCBJK4t_r2jUppceetydh2Znd6D3QNFcyOUE8nUHvJ7qAHIHFX0AuaJNVBhozFi3N7RGYzbegRzbtjCgG9orZnq5UfwAyVsGDi8EEtYUgEEmVBvFKj4bp0FC2kwIpOFJxLQZ75pIyVHuhuY-V5Dy3cdzFWoKeQPZDezb40EFBnejKzQXBmlDPgqQMHSLXvtxmYRQWsyciKuJJjGuuqfuME7zoGkSSoiZj7i27aBEp9rl0C89KSQohe1wobx5_Su3846g_KQOFo1r6O2KtkkZT9Rw-K8u-4y2loTpcWj0oX6CC876mR8ZmEzxq-_0KLwcWXVwlb1gImvcX2Ge_ZqYcmO9P0MpnwvHoq8",
    "02b4b43b751ed0b679f07ab926f1c12fe9153c314f816c3f7893bba39ae68acc",
  ],
  [
    "smoke",
    "x1.eJyNkMFqxDAMRP9lzqI4u0kOuvcrSg9qrG5MEnuxlSxl8b8Xlx7KUkpvktC8GekO2S-bRgPfMeV0Bb_LWrQS3sSmGdyNBC8mbcG0GHhwjmBZQgzxAu5c6w9ZgxcLKYJPzlWCHrLuYvp8aP5oQ8KmNiffSGWa1e-rttrndC3gl26g0_mVEEzzF6mAz65WQpRNwShbWhSEYrv_jnwL3mZwXwkmZfmJO3fUjw-40RGymILdkxuaSGWaNTfdfx4R1W4pLw_Ovx3Tu7-ta_0EUAd69Q",
    "d7de00637a459fdf0ddab0fda3bdd5413fabb177ebbc945c7bc382d83cd90b2a",
  ],
  [
    "experiment",
    "x1.eJyrVspNLcnIT1GyqlYqSMws8knMTUpJBPGKU5NLMvPzjJSsjGtrawEjDw4r",
    "1eaf22accec909a6eb8825f1e1fe4a974c59429397cc554aac4ccf742fdd3f5d",
  ],
] as const;

describe("later settings of the fsp method", () => {
  const fsp = defaultExperiment.method as FspMethod;
  const convention = conventionPresets.RepDistiller.convention as typeof usualFspSettings.convention;

  test.each(oldLinks)("the old link of %s gives the same experiment, hash and link", async (name, link, hash) => {
    const document = await documentOf(link);
    expect(await hashOf(document)).toBe(hash);
    // So short a one can be read since.
    expect(await linkOf(document)).toBe(name === "experiment" ? "x1:method.pairLambda.section2=3/" : link);
  });

  test("written out as usual they are the experiment without them", async () => {
    const written = toDocument({ ...defaultExperiment, method: { ...fsp, ...usualFspSettings } });
    expect(written).toEqual(defaultExperiment);
    expect(usualFspSettings.convention).toEqual(paperConvention);
    expect(await hashOf(written)).toBe(await hashOf(defaultExperiment));
  });

  test("a plan's link keeps them apart, whichever experiment has them", async () => {
    const own: Experiment = { ...defaultExperiment, name: "own", method: { ...fsp, convention } };
    for (const experiments of [
      [own, defaultExperiment],
      [defaultExperiment, own],
    ]) {
      const plan = toDocument({ ...defaultPlan, experiments });
      expect(await documentOf(await linkOf(plan))).toEqual(plan);
      expect(plan).toMatchObject({ experiments });
    }
  });

  test("a layer that a hand-made pair names must be there and have maps", () => {
    const byHand = (last: string) => () =>
      toDocument({
        ...defaultExperiment,
        method: {
          ...fsp,
          matching: {
            kind: "hand",
            pairs: [{ teacher: ["stem.relu", "section1.block1.relu2"], student: ["stem.relu", last] }],
          },
        },
      });
    expect(byHand("section1.block1.relu2")).not.toThrow();
    expect(byHand("section9.relu")).toThrow(/student's layer "section9.relu", which is not there/);
    expect(byHand("pool")).toThrow(/student's layer "pool", which has no positions/);
  });
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
    [
      "a depth that its family does not offer",
      broken({ student: { kind: "vgg", depth: 8, width: 8, dropout: 0 } }),
      /"student.depth" is 8/,
    ],
    [
      "a family that there is not",
      broken({ student: { kind: "transformer", depth: 8, width: 8 } }),
      /"student.kind" is "transformer"/,
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

test("a link of more iterations than a schedule may have is refused by the setting and its range", async () => {
  const endless = { ...defaultExperiment, task: { ...defaultExperiment.task, iterations: 1e9 } };
  await expect(linkIn(await linkOf(endless))).rejects.toMatchObject({
    problem: {
      code: "setting",
      path: "task.iterations",
      found: "1000000000",
      rule: { kind: "range", most: 1_000_000 },
    },
  });
});

test("what needs more memory than there is can be shown from its link, and is not given to who trains", async () => {
  const student = { kind: "resnet", depth: 32, width: 64 } as const;
  const wide: Experiment = { ...defaultExperiment, student, method: { kind: "none" }, batch: 1024 };
  const link = await linkOf(wide);
  expect(await linkIn(link)).toEqual({ ...noExtras, document: wide });
  await expect(documentOf(link)).rejects.toMatchObject({ problem: { code: "memory" } });
});
