/** Networks drawn at random. */
import fc from "fast-check";
import type { CustomBlock, CustomSpec } from "../core/experiment.ts";
import { blockNorms, blockPools, blockTypes, kernelSizes, mostSections, shortcuts } from "../core/experiment.ts";

export const anyBlock: fc.Arbitrary<CustomBlock> = fc.record({
  type: fc.constantFrom(...blockTypes),
  channels: fc.integer({ min: 1, max: 12 }),
  kernel: fc.constantFrom(...kernelSizes),
  stride: fc.constantFrom(1, 2),
  norm: fc.constantFrom(...blockNorms),
  shortcut: fc.constantFrom(...shortcuts),
  pool: fc.constantFrom(...blockPools),
  dropout: fc.constantFrom(0, 0.5),
});

/** With any faults that a drawing can have. */
export const anySpec: fc.Arbitrary<CustomSpec> = fc.record({
  kind: fc.constant("custom"),
  stem: fc.integer({ min: 1, max: 12 }),
  sections: fc.array(fc.record({ blocks: fc.array(anyBlock, { maxLength: 5 }) }), { maxLength: mostSections }),
});
