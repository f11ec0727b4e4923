/** What a network drawn by hand cannot have, each with the network that has it put right. */
import { blockName, usualBlock } from "./custom-blocks.ts";
import type { MapShape } from "./custom-maps.ts";
import { mapBehind, pooledMap } from "./custom-maps.ts";
import type { CustomBlock, CustomSpec } from "./experiment.ts";
import { kernelSizes } from "./experiment.ts";
import type { ImageSize } from "./families/layers.ts";
import type { NetworkFault } from "./network-fault.ts";

export interface FaultAndFix {
  readonly fault: NetworkFault;
  readonly fixed: CustomSpec;
}

/** In the order of the layers; a fix mends its own fault alone, and may bring another behind it to light. */
export function customFaults(spec: CustomSpec, [height, width]: ImageSize): FaultAndFix[] {
  if (spec.sections.length === 0) {
    return [{ fault: { kind: "no-tap", section: null }, fixed: { ...spec, sections: [{ blocks: [usualBlock] }] } }];
  }
  const found: FaultAndFix[] = [];
  let map: MapShape = [height, width, spec.stem];
  for (const [index, { blocks }] of spec.sections.entries()) {
    if (blocks.length === 0) {
      const block = { ...usualBlock, channels: map[2] };
      const fixed = withBlocks(spec, index, [block]);
      found.push({ fault: { kind: "no-tap", section: `section${index + 1}` }, fixed });
    }
    for (const [number, block] of blocks.entries()) {
      const name = blockName({ section: index, block: number });
      for (const { fault, change } of blockFaults(name, block, map)) {
        found.push({ fault, fixed: withBlocks(spec, index, blocks.with(number, { ...block, ...change })) });
      }
      map = mapBehind(block, map);
    }
  }
  return found;
}

/** Each fault takes the change that mends it in the block where it is found. */
function blockFaults(
  name: string,
  block: CustomBlock,
  map: MapShape,
): { readonly fault: NetworkFault; readonly change: Partial<CustomBlock> }[] {
  const { type, kernel, stride, shortcut, pool, channels } = block;
  const found: { readonly fault: NetworkFault; readonly change: Partial<CustomBlock> }[] = [];
  const pooled = pooledMap(block, map);
  const behind = mapBehind(block, map);
  const [height, width] = pooled;
  const isOdd = (sides: readonly number[]) => sides.some((side) => side % 2 === 1);
  if (pool !== "none" && isOdd(map.slice(0, 2))) {
    found.push({ fault: { kind: "uneven", block: name, map: [map[0], map[1]] }, change: { pool: "none" } });
  } else if (stride === 2 && isOdd([height, width])) {
    found.push({ fault: { kind: "uneven", block: name, map: [height, width] }, change: { stride: 1 } });
  }
  // The second of two convolutions sees what the first one's stride leaves.
  const seen = type === "double" ? behind : pooled;
  const least = Math.min(seen[0], seen[1]);
  if (kernel > Math.max(1, least)) {
    const largest = kernelSizes.findLast((size) => size <= least) ?? 1;
    found.push({
      fault: { kind: "kernel", block: name, kernel, map: [seen[0], seen[1]] },
      change: { kernel: largest },
    });
  }
  if (shortcut === "identity" && (stride !== 1 || channels !== pooled[2])) {
    found.push({
      fault: { kind: "shortcut", block: name, from: pooled, to: behind },
      change: { shortcut: "projection" },
    });
  }
  return found;
}

/** Mended one fault after the other, which ends: each fix takes away a halving, a larger kernel, an identity or an empty section. */
export function mendedNetwork(spec: CustomSpec, size: ImageSize): CustomSpec {
  const [first] = customFaults(spec, size);
  return first ? mendedNetwork(first.fixed, size) : spec;
}

function withBlocks(spec: CustomSpec, section: number, blocks: readonly CustomBlock[]): CustomSpec {
  return { ...spec, sections: spec.sections.with(section, { blocks: [...blocks] }) };
}
