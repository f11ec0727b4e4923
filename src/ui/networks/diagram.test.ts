import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../core/defaults.ts";
import type { FspMethod, NetworkSpec, Remedy } from "../../core/experiment.ts";
import { resnet, resnetDepths } from "../../core/families/resnet.ts";
import { networkFor } from "../../core/build-network.ts";
import { depthsOf, families, networkChosen } from "../../core/network-choice.ts";
import type { FirstTap } from "../../core/pairs.ts";
import { NetworkBuilder } from "../../core/network-builder.ts";
import { paperConvention } from "../../core/relations/convention.ts";
import { bracketsOf, shapesOf } from "./brackets.ts";
import { boxOf, diagramOf } from "./diagram.ts";
import { depthOf, figuresOf, mainPathOf, mergedKeys, segmentsOf } from "./segments.ts";

const teacher = resnet([32, 32, 3], 14, 8, 10);
const smallest: NetworkSpec = { kind: "resnet", depth: 8, width: 4 };
const student = resnet([32, 32, 3], 8, 8, 10);

/** Not of the residual family: two sections, no shortcut. */
function plain(widths: readonly number[]) {
  const builder = new NetworkBuilder([32, 32, 3]);
  let last = "input";
  for (const [index, width] of widths.entries()) {
    const input = last;
    const first = builder.conv(`part${index}.a`, input, width, 3, index === 0 ? 1 : 2);
    last = builder.relu(`part${index}.b`, builder.conv(`part${index}.c`, first, width, 3, 1));
    builder.section({ name: `section${index + 1}`, input, first, last });
  }
  return builder.network(builder.dense("out", builder.globalAvgPool("mean", last), 10));
}

describe("segments", () => {
  test("hold every layer once, in order", () => {
    const nodes = segmentsOf(teacher).flatMap((segment) => segment.nodes);
    expect(nodes).toEqual(teacher.nodes);
  });

  test("are what lies before, the sections, and what lies after", () => {
    const keys = ["before section1", "section1", "section2", "section3", "after"];
    expect(segmentsOf(teacher).map((segment) => segment.key)).toEqual(keys);
  });

  test("say channels, size and convolutions, without those of shortcuts", () => {
    const figures = segmentsOf(teacher).map((segment) => figuresOf(teacher, segment));
    expect(figures[2]).toEqual({ channels: 16, height: 16, width: 16, convolutions: 4 });
    expect(figures[4]).toBeNull();
  });

  test.each(resnetDepths)("a ResNet-%i is that deep", (depth) => {
    expect(depthOf(resnet([32, 32, 3], depth, 4, 10))).toBe(depth);
  });

  test.each<[NetworkSpec, number]>([
    [{ kind: "preact-resnet", depth: 20, width: 4 }, 20],
    // The family counts its three shortcuts, which are not in the row.
    [{ kind: "wide-resnet", depth: 16, width: 32, dropout: 0.3 }, 14],
    [{ kind: "vgg", depth: 12, width: 4, dropout: 0.5 }, 12],
    [{ kind: "plain", depth: 11, width: 4 }, 11],
    [{ kind: "mobilenet", depth: 14, width: 4 }, 14],
  ])("a network of %j has %i layers with weights in its row", (spec, layers) => {
    expect(depthOf(networkFor(spec, [32, 32, 3], 10))).toBe(layers);
  });

  test("two lists of keys merge, each in its own order", () => {
    expect(mergedKeys(["a", "b", "z"], ["a", "c", "z"])).toEqual(["a", "c", "b", "z"]);
    expect(mergedKeys(["a"], ["x", "a", "y"])).toEqual(["x", "a", "y"]);
  });

  test("the main path leaves the shortcut out", () => {
    expect(mainPathOf(teacher).some((node) => node.name.includes("shortcut"))).toBe(false);
  });
});

describe.each([1140, 680, 358])("the diagram at %i px", (width) => {
  test.each(families)("keeps every %s inside, in order and without overlap", (family) => {
    for (const depth of depthsOf(family)) {
      const network = networkFor(networkChosen({ family, depth, width: 8, drawn: null }, smallest), [32, 32, 3], 10);
      const { student: row } = diagramOf(teacher, network, width);
      expect(row.boxes).toHaveLength(network.nodes.length);
      const main = row.boxes.filter((box) => box.main);
      for (const [index, box] of main.entries()) {
        expect(box.x - box.width / 2).toBeGreaterThanOrEqual(-1e-9);
        expect(box.x + box.width / 2).toBeLessThanOrEqual(width + 1e-9);
        const next = main[index + 1];
        if (next) expect(next.x - next.width / 2).toBeGreaterThanOrEqual(box.x + box.width / 2 - 1e-9);
      }
    }
  });

  test("ends equal sections at the same place though the depths differ", () => {
    const diagram = diagramOf(teacher, student, width);
    const last = (row: typeof diagram.teacher, name: string) => boxOf(row, name)!.x;
    expect(last(diagram.teacher, "section2.block2.relu2")).toBeCloseTo(last(diagram.student, "section2.block1.relu2"));
  });
});

test("a network of another kind is drawn from its graph", () => {
  const other = plain([8, 16]);
  const diagram = diagramOf(teacher, other, 1140);
  expect(diagram.student.boxes).toHaveLength(other.nodes.length);
  expect(diagram.columns.map((column) => column.key)).toEqual(segmentsOf(teacher).map((segment) => segment.key));
  expect(diagram.teacher.edges.filter((edge) => edge.shortcut).length).toBeGreaterThan(5);
  expect(diagram.student.edges.some((edge) => edge.shortcut)).toBe(false);
});

const methodWith = (firstTap: FirstTap, remedy: Remedy = { kind: "none" }): FspMethod => ({
  ...(defaultExperiment.method as FspMethod),
  firstTap,
  remedy,
});

/** Pixels for a bracket's name and shape. */
const chip = 116;

describe("brackets", () => {
  test("stand over their taps and carry the matrix's shape", () => {
    const diagram = diagramOf(teacher, student, 1140);
    const [bracket] = bracketsOf(teacher, student, methodWith("first-layer"), diagram, chip);
    expect(bracket).toMatchObject({ name: "section1", fits: true, teacher: { shape: [8, 8], pooling: null } });
    expect(bracket!.teacher!.from).toBeCloseTo(boxOf(diagram.teacher, "section1.block1.relu1")!.x + 3);
  });

  test("say by how much the larger map is pooled", () => {
    const brackets = bracketsOf(teacher, student, methodWith("section-input"), diagramOf(teacher, student, 1140), chip);
    expect(brackets.map((bracket) => bracket.teacher?.pooling?.factor)).toEqual([undefined, 2, 2]);
    expect(brackets[1]!.teacher!.shape).toEqual([8, 16]);
  });

  test("are broken where shapes differ or a section is missing", () => {
    const other = plain([8, 24]);
    const brackets = bracketsOf(teacher, other, methodWith("first-layer"), diagramOf(teacher, other, 1140), chip);
    expect(brackets.map((bracket) => bracket.fits)).toEqual([true, false, false]);
    expect(brackets.flatMap((bracket) => (bracket.fits ? [] : [[bracket.reason.code, shapesOf(bracket)]]))).toEqual([
      ["unequal", { teacher: [16, 16], student: [24, 24] }],
      ["alone", { teacher: [32, 32], student: null }],
    ]);
  });

  test("meet where a remedy compares matrices of unequal sizes", () => {
    const method = methodWith("first-layer", { kind: "adapter" });
    const other = plain([8, 24]);
    const brackets = bracketsOf(teacher, other, method, diagramOf(teacher, other, 1140), chip);
    expect(brackets.map((bracket) => bracket.fits)).toEqual([true, true, false]);
  });

  test("of pairs whose maps cannot be given one size are broken, with both sides", () => {
    const convention = { ...paperConvention, resized: "last" } as const;
    const method = { ...methodWith("section-input"), convention };
    const brackets = bracketsOf(teacher, student, method, diagramOf(teacher, student, 1140), chip);
    expect(brackets.map((bracket) => (bracket.fits ? null : bracket.reason.code))).toEqual([
      null,
      "not-larger",
      "not-larger",
    ]);
    expect(brackets[1]).toMatchObject({ teacher: { shape: [8, 16] }, student: { shape: [8, 16] } });
  });

  test("of pairs matched by hand stand over their own taps, those that cannot be compared too", () => {
    const diagram = diagramOf(teacher, student, 1140);
    const pairs = [
      { teacher: ["stem.relu", "section2.block1.relu1"], student: ["stem.relu", "section3.block1.relu2"] },
    ];
    const method = { ...methodWith("first-layer"), matching: { kind: "hand", pairs } } as FspMethod;
    const [bracket] = bracketsOf(teacher, student, method, diagram, chip);
    expect(bracket).toMatchObject({ name: "section3", fits: false, teacher: { shape: [8, 16] } });
    expect(bracket!.teacher!.to).toBeCloseTo(boxOf(diagram.teacher, "section2.block1.relu1")!.x - 3);
  });

  test("that would lie over one another have lanes of their own", () => {
    const pair = (last: string) => ({
      teacher: ["section2.block1.relu1", "section2.block2.relu2"],
      student: ["section2.block1.relu1", last],
    });
    const pairs = [pair("section2.block1.relu2"), pair("section2.block1.add"), pair("section2.block1.norm2")];
    const method = { ...methodWith("first-layer"), matching: { kind: "hand", pairs } } as FspMethod;
    const lanes = bracketsOf(teacher, student, method, diagramOf(teacher, student, 1140), chip).map(({ lane }) => lane);
    expect(new Set(lanes)).toEqual(new Set([0, 1, 2]));
    const apart = bracketsOf(teacher, student, methodWith("first-layer"), diagramOf(teacher, student, 1140), chip);
    expect(apart.map(({ lane }) => lane)).toEqual([0, 0, 0]);
  });
});
