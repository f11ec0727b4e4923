import { describe, expect, test } from "vitest";
import { mathOf, mathTree } from "../../../vite-formulas.ts";
import { defaultExperiment } from "../../core/defaults.ts";
import { toDocument, toPlan } from "../../core/document.ts";
import type { CustomSpec, Experiment, FspMethod, NetworkSpec } from "../../core/experiment.ts";
import { studentNetwork, teacherNetwork } from "../../core/build-network.ts";
import { fspSettingsOf, usualFspSettings } from "../../core/fsp-settings.ts";
import { asByHand } from "../../core/hand-matching.ts";
import { matchingOf } from "../../core/matching.ts";
import { conventionPresetNames, conventionPresets, presetOf } from "../../core/relations/convention-presets.ts";
import { formulas } from "../../core/relations/formulas.ts";
import { remediesFor } from "../../core/relations/remedy-fits.ts";
import { anyWidths } from "../../core/relations/settings.ts";
import { withChanges } from "../../client/settings.ts";
import { diagramOf } from "../networks/diagram.ts";
import { factor } from "../numbers.ts";
import { factorOf, factorRange, otherMatricesBy } from "./factors.ts";
import type { MathTree } from "./formula.tsx";
import { isPickable, noPicks, pairPicked, withPick } from "./hand-picks.ts";
import { layerTargets, targetAfter } from "./layer-targets.ts";
import { changesOf, mendsOf } from "./mends.ts";

const fsp = defaultExperiment.method as FspMethod;
const experimentWith = (
  teacher: NetworkSpec,
  student: NetworkSpec,
  method: Partial<FspMethod> = {},
  side = 32,
): Experiment => ({
  ...defaultExperiment,
  data: {
    kind: "stored",
    name: "images",
    sha256: "0".repeat(64),
    training: 64,
    validation: 16,
    test: 16,
    classes: 10,
    side,
    channels: 1,
    subset: { classes: null, balanced: false, seed: 1 },
  },
  teacher: { ...defaultExperiment.teacher, network: teacher },
  student,
  method: { ...fsp, ...method },
});
const resnet = (depth: 8 | 14, width: 4 | 8 | 16): NetworkSpec => ({ kind: "resnet", depth, width });
const networksOf = (experiment: Experiment) => ({
  teacher: teacherNetwork(experiment),
  student: studentNetwork(experiment),
});

describe("picks", () => {
  const networks = networksOf(experimentWith(resnet(14, 8), resnet(8, 8)));
  const picked = (...layers: ["teacher" | "student", string][]) =>
    layers.reduce((picks, [side, layer]) => withPick(picks, side, layer), noPicks);

  test("two of each network make a pair, whatever the order", () => {
    const three = picked(
      ["student", "section2.block1.relu2"],
      ["teacher", "section2.block2.relu2"],
      ["student", "stem.relu"],
    );
    expect(pairPicked(three, networks)).toBeNull();
    expect(pairPicked(withPick(three, "teacher", "section1.block1.relu1"), networks)).toEqual({
      teacher: ["section1.block1.relu1", "section2.block2.relu2"],
      student: ["stem.relu", "section2.block1.relu2"],
    });
  });

  test("the same again is taken back, and a third takes the second's place", () => {
    expect(picked(["teacher", "a"], ["teacher", "b"], ["teacher", "b"]).teacher).toEqual(["a"]);
    expect(picked(["teacher", "a"], ["teacher", "b"], ["teacher", "c"]).teacher).toEqual(["a", "c"]);
  });

  test("images and what has no maps cannot be picked", () => {
    const refused = networks.student.nodes.filter((node) => !isPickable(node)).map(({ op }) => op);
    expect(refused).toEqual(["input", "globalAvgPool", "dense"]);
  });
});

describe("targets", () => {
  const { teacher, student } = networksOf(experimentWith(resnet(14, 8), resnet(8, 8)));

  test.each([1140, 680])("of one row lie beside one another at %i px and hold their boxes", (width) => {
    const { teacher: row } = diagramOf(teacher, student, width);
    const targets = layerTargets(row, "teacher", 20);
    expect(targets).toHaveLength(teacher.nodes.filter(isPickable).length);
    const main = targets.filter(({ node }) => row.boxes.find((box) => box.node === node)!.main);
    for (const [index, target] of main.entries()) {
      const box = row.boxes.find(({ node }) => node === target.node)!;
      expect(target.left).toBeLessThanOrEqual(box.x - box.width / 2 + 1e-9);
      expect(target.left + target.width).toBeGreaterThanOrEqual(box.x + box.width / 2 - 1e-9);
      const next = main[index + 1];
      if (next) expect(next.left).toBeGreaterThanOrEqual(target.left + target.width - 1e-9);
    }
  });

  test("are walked by arrows, Home and End", () => {
    expect(["ArrowLeft", "ArrowRight", "Home", "End"].map((key) => targetAfter(key, 3, 5))).toEqual([2, 4, 0, 4]);
    expect([targetAfter("ArrowLeft", 0, 5), targetAfter("ArrowRight", 4, 5), targetAfter("Enter", 2, 5)]).toEqual([
      0,
      4,
      null,
    ]);
  });
});

describe("factors", () => {
  const contextOf = (experiment: Experiment) => {
    const { teacher, student } = networksOf(experiment);
    const method = experiment.method as FspMethod;
    const settings = fspSettingsOf(method);
    const { matches } = matchingOf(teacher, student, method.firstTap, settings);
    return { matches, batch: experiment.batch, matrix: settings.matrix, remedy: settings.remedy.kind };
  };
  const wide = contextOf(experimentWith(resnet(14, 16), resnet(8, 16), { firstTap: "first-layer" }));

  test("of the mean are one over the cells of each pair's matrix: 4,096 times less for 64 by 64", () => {
    expect(wide.matches.map((match) => factorOf("mean", "sum", match, wide).factor)).toEqual([
      1 / 256,
      1 / 1024,
      1 / 4096,
    ]);
    const range = factorRange("mean", "sum", wide);
    expect(range).toEqual({ factor: "range", least: 1 / 4096, most: 1 / 256 });
    expect(factor(1 / 4096)).toBe("1/4,096");
  });

  test.each([
    ["paper", []],
    ["RepDistiller", ["pool"]],
    ["torchdistill", []],
    ["KD-Zoo", ["pool"]],
    ["KD_methods_with_TF", ["pairing"]],
  ] as const)("do not speak of what makes other matrices: with %s that is %j", (preset, others) => {
    const { firstTap, convention } = conventionPresets[preset];
    const { teacher, student } = networksOf(experimentWith(resnet(14, 16), resnet(8, 16), {}));
    const settings = { ...usualFspSettings, convention };
    expect(otherMatricesBy(settings, matchingOf(teacher, student, firstTap, settings).matches)).toEqual(others);
    expect(otherMatricesBy({ ...settings, matching: { kind: "hand", pairs: [] } }, []), "of no pair").toEqual([]);
  });

  test("of the mean over pairs are one over their number, and of lengths there are none", () => {
    expect(factorRange("squared-sum", "mean", wide)).toMatchObject({ least: 1 / 3, most: 1 / 3 });
    expect(factorRange("column-norms", "sum", wide)).toEqual({ factor: null, reason: "not-squared" });
    expect(factorRange("mean", "sum", { ...wide, matches: [] })).toBeNull();
  });

  test("are of the size at which the difference is taken", () => {
    const unequal = (remedy: "adapter" | "projection") =>
      contextOf(experimentWith(resnet(14, 8), resnet(8, 4), { firstTap: "first-layer", remedy: { kind: remedy } }));
    const [adapted, projected] = [unequal("adapter"), unequal("projection")];
    expect(factorOf("mean", "sum", adapted.matches[0]!, adapted).factor).toBe(1 / 64);
    expect(factorOf("mean", "sum", projected.matches[0]!, projected).factor).toBe(1 / 16);
  });
});

test.each(conventionPresetNames)("%s is known by its settings", (name) => {
  const { firstTap, convention, stages } = conventionPresets[name];
  expect(presetOf(firstTap, convention, stages)).toBe(name);
  expect(presetOf(firstTap, { ...convention, pool: "bilinear" }, stages)).toBeNull();
  expect(presetOf(firstTap, convention, "one")).toBeNull();
});

describe("mends", () => {
  const applied = (experiment: Experiment) => {
    const method = experiment.method as FspMethod;
    const networks = networksOf(experiment);
    const settings = fspSettingsOf(method);
    const { misfits } = matchingOf(networks.teacher, networks.student, method.firstTap, settings);
    expect(misfits.length).toBeGreaterThan(0);
    const reasons = misfits.map(({ reason }) => reason);
    return mendsOf(reasons, settings.matching, asByHand(method, networks)).map((mend) => ({
      mend,
      plan: withChanges(toPlan(experiment), changesOf(mend)),
    }));
  };
  const drawn = (sections: number): CustomSpec => ({
    kind: "custom",
    stem: 8,
    sections: Array.from({ length: sections }, (_, index) => ({
      blocks: [
        {
          type: "conv",
          channels: 8,
          kernel: 3,
          stride: index === 0 ? 1 : 2,
          norm: "batch",
          shortcut: "none",
          pool: "none",
          dropout: 0,
        },
      ],
    })),
  });

  test.each([
    ["widths that differ", experimentWith(resnet(14, 8), resnet(8, 4)), 5],
    ["a student wider than its teacher", experimentWith(resnet(14, 4), resnet(8, 8)), 3],
    [
      "a remedy that asks for a wider teacher",
      experimentWith(resnet(14, 4), resnet(8, 8), { remedy: { kind: "projection" } }),
      3,
    ],
  ] as const)("of %s each make a plan that can be trained", (_, experiment, count) => {
    const found = applied(experiment);
    expect(found).toHaveLength(count);
    for (const { plan } of found) expect(() => toDocument(plan)).not.toThrow();
  });

  test("of a section without partner: by resolution, or only what has one", () => {
    const found = applied(experimentWith(drawn(3), drawn(2)));
    expect(found.map(({ mend }) => mend.kind)).toEqual(["resolution", "partners"]);
    for (const { plan } of found) expect(() => toDocument(plan)).not.toThrow();
  });

  test("of a smaller map that was to be pooled: the larger gives way", () => {
    const convention = { ...fspSettingsOf(fsp).convention, resized: "last" } as const;
    const found = applied(experimentWith(resnet(14, 8), resnet(8, 8), { convention }));
    expect(found.map(({ mend }) => mend.kind)).toEqual(["larger"]);
    for (const { plan } of found) expect(() => toDocument(plan)).not.toThrow();
  });

  test("of maps that no block divides: bilinearly", () => {
    const maps = { first: [7, 7], last: [4, 4] } as const;
    const mends = mendsOf([{ code: "not-divisible", side: "teacher", ...maps }], { kind: "section" }, null);
    expect(mends.map(changesOf)).toEqual([{ pool: "bilinear" }]);
  });

  test("remedies for any widths are those that nothing speaks against", () => {
    expect(remediesFor({ teacher: [2, 2], student: [4, 4], samePositions: false })).toEqual([...anyWidths]);
  });
});

describe("formulas", () => {
  const elementsOf = (tree: MathTree): MathTree[] => [
    tree,
    ...tree.children.flatMap((child) => (typeof child === "string" ? [] : elementsOf(child))),
  ];
  const all = Object.entries(mathOf(formulas)).flatMap(([group, trees]) =>
    Object.entries(trees).map(([name, tree]) => [`${group} ${name}`, tree] as const),
  );

  test.each(all)("%s is MathML without errors, styles or markup", (_, tree) => {
    const elements = elementsOf(tree);
    expect(tree.tag).toBe("math");
    expect(elements.length).toBeGreaterThan(3);
    for (const { tag, attributes, children } of elements) {
      expect(tag).not.toMatch(/merror|annotation|semantics|span/);
      expect(Object.keys(attributes)).not.toContain("style");
      for (const child of children) if (typeof child === "string") expect(child).not.toMatch(/[<&]|undefined/);
    }
  });

  test("what is no LaTeX stops the build", () => {
    expect(() => mathTree(String.raw`\frac{1}`)).toThrow();
    expect(() => mathTree(String.raw`\nothing`)).toThrow();
  });

  test("keep signs that markup escapes", () => {
    const texts = elementsOf(mathTree("a < b")).flatMap(({ children }) =>
      children.filter((child) => typeof child === "string"),
    );
    expect(texts).toEqual(["a", "<", "b"]);
  });
});
