import { describe, expect, test } from "vitest";
import { networkFor } from "../core/build-network.ts";
import type { NetworkSpec } from "../core/experiment.ts";
import { tapsOf, pairsOf } from "../core/pairs.ts";
import { unitsOf } from "./units.ts";

const build = (spec: NetworkSpec) => networkFor(spec, [8, 8, 3], 4);

describe("routines", () => {
  test.each<[NetworkSpec, boolean]>([
    [{ kind: "resnet", depth: 8, width: 4 }, true],
    [{ kind: "preact-resnet", depth: 14, width: 4 }, true],
    [{ kind: "wide-resnet", depth: 16, width: 8, dropout: 0 }, true],
    [{ kind: "wide-resnet", depth: 16, width: 8, dropout: 0.3 }, false],
    [{ kind: "vgg", depth: 9, width: 4, dropout: 0 }, false],
    [{ kind: "plain", depth: 8, width: 4 }, false],
    [{ kind: "mobilenet", depth: 14, width: 4 }, false],
  ])("of %j: known is %s", (spec, isKnown) => {
    const network = build(spec);
    for (const wanted of [[network.output], tapsOf(Object.values(pairsOf(network, "section-input")))]) {
      expect(unitsOf(network, wanted) !== null).toBe(isKnown);
    }
  });

  test("do not add in place where a loss reads what is added, or where the convolution sees it", () => {
    const network = build({ kind: "preact-resnet", depth: 8, width: 4 });
    expect(unitsOf(network, ["section1.block1.add", network.output])).not.toBeNull();
    expect(unitsOf(network, ["stem.conv", network.output])).toBeNull();
    const looped = network.nodes.map((node) =>
      node.name === "section1.block1.add" ? { ...node, inputs: [node.inputs[0]!, "section1.block1.relu2"] } : node,
    );
    expect(unitsOf({ ...network, nodes: looped }, [network.output])).toBeNull();
  });
});
