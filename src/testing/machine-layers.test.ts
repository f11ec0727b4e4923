import fc from "fast-check";
import { expect, test } from "vitest";
import { networkFor } from "../core/build-network.ts";
import { mendedNetwork } from "../core/custom-faults.ts";
import { isKnownToMachines } from "../core/machine-layers.ts";
import type { Network } from "../core/network.ts";
import { depthsOf, families, networkChosen } from "../core/network-choice.ts";
import { unitsOf } from "../models/units.ts";
import { anyBlock } from "./drawn-specs.ts";

const size = [32, 32, 3] as const;
const isTrainedByRoutines = (network: Network) => unitsOf(network, [network.output]) !== null;

test.each(families)("what core says of the family %s is what the routines make of it", (family) => {
  for (const depth of depthsOf(family)) {
    const spec = networkChosen({ family, depth, width: 4, drawn: null }, { kind: "resnet", depth: 8, width: 4 });
    const network = networkFor(spec, size, 10);
    expect(isKnownToMachines(network)).toBe(isTrainedByRoutines(network));
  }
});

test("and of networks drawn at random, which are known and unknown alike", () => {
  const plainer = anyBlock.map((block) => ({ ...block, pool: "none" as const, dropout: 0 }));
  const sections = fc.array(
    fc.record({ blocks: fc.array(fc.oneof(anyBlock, plainer), { minLength: 1, maxLength: 2 }) }),
    {
      minLength: 1,
      maxLength: 2,
    },
  );
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(sections, (drawn) => {
      const network = networkFor(mendedNetwork({ kind: "custom", stem: 3, sections: drawn }, size), size, 10);
      seen.add(isTrainedByRoutines(network));
      expect(isKnownToMachines(network)).toBe(isTrainedByRoutines(network));
    }),
  );
  expect(seen.size).toBe(2);
});
