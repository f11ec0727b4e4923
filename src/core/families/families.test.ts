import { describe, expect, test } from "vitest";
import { networkFor } from "../build-network.ts";
import type { NetworkSpec } from "../experiment.ts";
import { depthsOf, families, networkChosen } from "../network-choice.ts";
import { costsOf, mapShapeOf, nodeOf } from "../network.ts";
import { matchingOf } from "../matching.ts";
import { firstTaps, pairsOf } from "../pairs.ts";
import { sectionWidths } from "./layers.ts";

const build = (spec: NetworkSpec, classes = 10) => networkFor(spec, [32, 32, 3], classes);
const anyNetwork: NetworkSpec = { kind: "resnet", depth: 8, width: 16 };

describe("parameters", () => {
  // CIFAR-100, as RepDistiller's models have them.
  test.each([
    [16, 32, 703_284],
    [40, 16, 569_780],
    [40, 32, 2_255_156],
  ] as const)("a WRN-%i of width %i has the published %i", (depth, width, published) => {
    expect(costsOf(build({ kind: "wide-resnet", depth, width, dropout: 0.3 }, 100)).parameters).toBe(published);
  });

  test.each([
    [8, 75_290],
    [14, 172_506],
    [20, 269_722],
    [26, 366_938],
    [32, 464_154],
  ] as const)("a pre-activation network of depth %i has ResNet's %i and two bare shortcuts", (depth, published) => {
    // It has as many norms as ResNet in all, but none on its shortcuts, 16 to 32 and 32 to 64 channels.
    const { parameters } = costsOf(build({ kind: "preact-resnet", depth, width: 16 }));
    expect(parameters).toBe(published + 16 * 32 + 32 * 64);
  });

  // By hand: k² · ci · co for each convolution, + co with a bias, + 2 co with a norm; in · out + out for a dense layer.
  test.each<[string, NetworkSpec, number]>([
    ["VGG-9", { kind: "vgg", depth: 9, width: 16, dropout: 0.5 }, 207_130],
    ["plain network of depth 8", { kind: "plain", depth: 8, width: 16 }, 75_050],
    ["MobileNet-14", { kind: "mobilenet", depth: 14, width: 16 }, 11_690],
  ])("a %s has those that were counted by hand", (_name, spec, counted) => {
    expect(costsOf(build(spec)).parameters).toBe(counted);
  });
});

test("a MobileNet-14 makes the multiply-adds that were counted by hand", () => {
  const pixels = [1024, 256, 64] as const;
  const stem = pixels[0] * 27 * 16;
  const blocks =
    2 * pixels[0] * (9 * 16 + 16 * 16) +
    pixels[1] * (9 * 16 + 16 * 32 + 9 * 32 + 32 * 32) +
    pixels[2] * (9 * 32 + 32 * 64 + 9 * 64 + 64 * 64);
  const { multiplyAdds } = costsOf(build({ kind: "mobilenet", depth: 14, width: 16 }));
  expect(multiplyAdds).toBe(stem + blocks + 64 * 10);
});

describe.each(families)("every %s", (family) => {
  const networks = depthsOf(family).flatMap((depth) =>
    sectionWidths.map((width) => ({
      width,
      network: build(networkChosen({ family, depth, width, drawn: null }, anyNetwork)),
    })),
  );

  test("halves the size and doubles the channels twice", () => {
    for (const { width, network } of networks) {
      const shapes = network.sections.map(({ first, last }) => [mapShapeOf(network, first), mapShapeOf(network, last)]);
      const wanted = [1, 2, 4].map((factor) => [32 / factor, 32 / factor, factor * width]);
      expect(shapes).toEqual(wanted.map((shape) => [shape, shape]));
      expect(nodeOf(network, network.output).shape).toEqual([10]);
    }
  });

  test("names each layer once, behind everything that it is computed from", () => {
    for (const { network } of networks) {
      const names = network.nodes.map((node) => node.name);
      expect(new Set(names).size).toBe(names.length);
      for (const node of network.nodes) {
        for (const input of node.inputs) expect(names.indexOf(input)).toBeLessThan(names.indexOf(node.name));
      }
    }
  });

  test.each(firstTaps)("has a pair of two layers in every section, beginning at its %s", (firstTap) => {
    for (const { network } of networks) {
      const pairs = Object.entries(pairsOf(network, firstTap));
      expect(pairs.map(([name]) => name)).toEqual(["section1", "section2", "section3"]);
      for (const [, { first, last }] of pairs) expect(first).not.toBe(last);
    }
  });

  test.each(firstTaps)("of width 16 can learn from a ResNet of that width by its pairs from the %s", (firstTap) => {
    const teacher = build({ kind: "resnet", depth: 14, width: 16 });
    for (const { width, network } of networks) {
      const { matches } = matchingOf(teacher, network, firstTap);
      expect(matches).toHaveLength(width === 16 ? 3 : 0);
    }
  });

  test.each([8, 12, 36])("fits images of %i by as many pixels", (side) => {
    for (const depth of depthsOf(family)) {
      const spec = networkChosen({ family, depth, width: 4, drawn: null }, anyNetwork);
      const network = networkFor(spec, [side, side, 1], 3);
      for (const { shape } of network.nodes) expect(Math.min(...shape)).toBeGreaterThan(0);
    }
  });
});

describe("a chosen network", () => {
  test("has the depth that its family offers nearest to the one asked for", () => {
    expect(networkChosen({ family: "vgg", depth: 32, width: 8, drawn: null }, anyNetwork)).toMatchObject({
      kind: "vgg",
      depth: 15,
    });
  });

  test("keeps the dropout that it had, and else takes its family's", () => {
    const own: NetworkSpec = { kind: "vgg", depth: 9, width: 8, dropout: 0.2 };
    expect(networkChosen({ family: "vgg", depth: 12, width: 8, drawn: null }, own)).toEqual({ ...own, depth: 12 });
    expect(networkChosen({ family: "wide-resnet", depth: 10, width: 8, drawn: null }, own)).toMatchObject({
      dropout: 0,
    });
  });

  test("without dropout has no such layer", () => {
    const ops = build({ kind: "wide-resnet", depth: 10, width: 8, dropout: 0 }).nodes.map(({ op }) => op);
    expect(ops).not.toContain("dropout");
    const dropping = build({ kind: "wide-resnet", depth: 10, width: 8, dropout: 0.3 });
    expect(dropping.nodes.filter(({ op }) => op === "dropout")).toHaveLength(3);
  });
});
