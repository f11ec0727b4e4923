import { describe, expect, test } from "vitest";
import { sectionWidths } from "./families/layers.ts";
import { resnet, resnetDepths } from "./families/resnet.ts";
import { ancestorsOf, costsOf, nodeOf, parametersOf } from "./network.ts";
import { matchingOf } from "./matching.ts";
import { pairsOf } from "./pairs.ts";

/** Parameters of the projection shortcuts of width w: 1x1 kernels w·2w and 2w·4w, and gamma and beta of two batch norms. */
const shortcutParameters = (w: number) => 10 * w * w + 12 * w;

describe("the residual family", () => {
  test.each([
    [8, 75_290],
    [14, 172_506],
    [20, 269_722],
    [26, 366_938],
    [32, 464_154],
  ] as const)("depth %i at width 16 has the published %i parameters besides its shortcuts", (depth, published) => {
    const { parameters } = costsOf(resnet([32, 32, 3], depth, 16, 10));
    expect(parameters).toBe(published + shortcutParameters(16));
  });

  test.each([
    [8, 12.2],
    [32, 68.9],
  ] as const)(
    "depth %i at width 16 makes the published %f million multiply-adds besides its shortcuts",
    (depth, millions) => {
      const network = resnet([32, 32, 3], depth, 16, 10);
      const shortcuts = 16 * 16 * 16 * 32 + 8 * 8 * 32 * 64;
      expect((costsOf(network).multiplyAdds - shortcuts) / 1e6).toBeCloseTo(millions, 1);
    },
  );

  test("every depth and width halves the size and doubles the channels twice", () => {
    for (const depth of resnetDepths) {
      for (const width of sectionWidths) {
        const network = resnet([32, 32, 1], depth, width, 10);
        const shapes = network.sections.map((section) => nodeOf(network, section.last).shape);
        expect(shapes).toEqual([
          [32, 32, width],
          [16, 16, 2 * width],
          [8, 8, 4 * width],
        ]);
        expect(nodeOf(network, network.output).shape).toEqual([10]);
      }
    }
  });

  test("layers stand after everything they are computed from", () => {
    const network = resnet([32, 32, 1], 14, 4, 10);
    const names = network.nodes.map((node) => node.name);
    for (const node of network.nodes) {
      for (const input of node.inputs) expect(names.indexOf(input)).toBeLessThan(names.indexOf(node.name));
    }
    expect(new Set(names).size).toBe(names.length);
  });

  test("the last tap depends on every layer but the pool and the dense one", () => {
    const network = resnet([32, 32, 1], 8, 4, 10);
    const reached = ancestorsOf(network, [network.sections.at(-1)!.last]);
    const untouched = parametersOf(network).filter((parameter) => !reached.has(parameter.node));
    expect(untouched.map((parameter) => parameter.name)).toEqual(["fc.kernel", "fc.bias"]);
  });
});

describe("pairs", () => {
  const [student, teacher] = [resnet([32, 32, 1], 8, 8, 10), resnet([32, 32, 1], 14, 8, 10)];

  test("the first layer inside a section gives square matrices without pooling", () => {
    const { matches, misfits } = matchingOf(teacher, student, "first-layer");
    expect(misfits).toEqual([]);
    expect(matches.map((match) => match.shape)).toEqual([
      [8, 8],
      [16, 16],
      [32, 32],
    ]);
    expect(Object.values(pairsOf(student, "first-layer")).every((pair) => pair.resize === null)).toBe(true);
  });

  test("the section's input gives wider matrices and pools the larger map", () => {
    const { matches } = matchingOf(teacher, student, "section-input");
    expect(matches.map((match) => match.shape)).toEqual([
      [8, 8],
      [8, 16],
      [16, 32],
    ]);
    expect(matches.map((match) => match.student.resize)).toEqual([
      null,
      { of: "first", op: "max", to: [16, 16] },
      { of: "first", op: "max", to: [8, 8] },
    ]);
  });

  test("networks of different width misfit in every section, with both shapes named", () => {
    const { matches, misfits } = matchingOf(resnet([32, 32, 1], 14, 16, 10), student, "first-layer");
    expect(matches).toEqual([]);
    expect(misfits[0]).toMatchObject({ name: "section1", teacher: [16, 16], student: [8, 8] });
  });
});
