import { describe, expect, test } from "vitest";
import { networkFor } from "./build-network.ts";
import { withTapChannels } from "./custom-channels.ts";
import { customFaults } from "./custom-faults.ts";
import type { CustomSpec, NetworkSpec } from "./experiment.ts";
import { sectionWidths } from "./families/layers.ts";
import { matchingOf } from "./matching.ts";
import type { Network } from "./network.ts";
import { depthsOf, families, networkChosen } from "./network-choice.ts";
import { candidatesOf, firstTaps } from "./pairs.ts";
import { paperConvention } from "./relations/convention.ts";
import { toCustom } from "./to-custom.ts";

const size = [32, 32, 3] as const;
const none: NetworkSpec = { kind: "resnet", depth: 8, width: 4 };
const specsOf = (family: (typeof families)[number]) =>
  depthsOf(family).flatMap((depth) =>
    sectionWidths.map((width) => networkChosen({ family, depth, width, drawn: null }, none)),
  );

/** The graph with layers named by their numbers. */
function nameless(network: Network) {
  const at = new Map(network.nodes.map(({ name }, index) => [name, index]));
  const numbered = (name: string) => at.get(name)!;
  return {
    nodes: network.nodes.map(({ name: _, inputs, ...node }) => ({ ...node, inputs: inputs.map(numbered) })),
    sections: network.sections.map(({ name, input, first, last }) => [name, ...[input, first, last].map(numbered)]),
    output: numbered(network.output),
  };
}

describe.each(families)("a network of the family %s, drawn as blocks", (family) => {
  test("has no fault, and is the same graph unless it says what differs", () => {
    for (const spec of specsOf(family)) {
      const { spec: drawn, differences } = toCustom(spec);
      expect(customFaults(drawn, size)).toEqual([]);
      const same = [networkFor(spec, size, 10), networkFor(drawn, size, 10)].map(nameless);
      if (differences.length === 0) expect(same[1]).toEqual(same[0]);
      else expect(same[1]).not.toEqual(same[0]);
    }
  });

  test.each(firstTaps)("has matrices of the sizes that it had, from the %s on", (firstTap) => {
    for (const spec of specsOf(family)) {
      const [own, drawn] = [networkFor(spec, size, 10), networkFor(toCustom(spec).spec, size, 10)];
      const { matches, misfits } = matchingOf(own, drawn, firstTap);
      expect(misfits).toEqual([]);
      for (const { shape, studentShape } of matches) expect(studentShape).toEqual(shape);
    }
  });
});

test("a drawn network is its own drawing", () => {
  const { spec } = toCustom(none);
  expect(toCustom(spec)).toEqual({ spec, differences: [] });
});

describe("widths taken from another network", () => {
  const teacher = networkFor({ kind: "resnet", depth: 8, width: 8 }, size, 10);
  const student = toCustom(none).spec;

  test.each(firstTaps)("make every pair from the %s on fit, with projections where identities do not", (firstTap) => {
    const network = networkFor(student, size, 10);
    const matched = candidatesOf(teacher, firstTap, paperConvention).reduce<CustomSpec>(
      (spec, { name, first, last }) => {
        const shapeOf = (layer: string) => teacher.nodes.find((node) => node.name === layer)!.shape.at(-1)!;
        const taps = candidatesOf(network, firstTap, paperConvention).find((own) => own.name === name)!;
        return withTapChannels(spec, taps, [shapeOf(first), shapeOf(last)], size)!;
      },
      student,
    );
    expect(customFaults(matched, size)).toEqual([]);
    expect(matchingOf(teacher, networkFor(matched, size, 10), firstTap).misfits).toEqual([]);
  });

  test("are not to be had where one block would need two", () => {
    const taps = { first: "section1.block1.inner.relu", last: "section1.block1.relu" };
    expect(withTapChannels(student, taps, [4, 6], size)).toBeNull();
    expect(withTapChannels(student, taps, [6, 6], size)!.sections[0]!.blocks[0]).toMatchObject({ channels: 6 });
  });
});
