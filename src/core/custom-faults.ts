/** What a network drawn by hand cannot have, each with the network that has it put right. */
import type { CustomBlock, CustomSpec } from "./experiment.ts";
import { kernelSizes } from "./experiment.ts";
import type { NetworkFault } from "./network-fault.ts";

export interface FaultAndFix {
  readonly fault: NetworkFault;
  readonly fixed: CustomSpec;
}

/** What a new section begins with. */
const usualBlock: CustomBlock = {
  type: "conv",
  channels: 8,
  kernel: 3,
  stride: 1,
  norm: "batch",
  shortcut: "none",
  pool: "none",
  dropout: 0,
};

/** In the order of the layers; a fix mends its own fault alone, and may bring another behind it to light. */
export function customFaults(spec: CustomSpec, [height, width]: readonly [number, number, number]): FaultAndFix[] {
  if (spec.sections.length === 0) {
    return [{ fault: { kind: "no-tap", section: null }, fixed: { ...spec, sections: [{ blocks: [usualBlock] }] } }];
  }
  const found: FaultAndFix[] = [];
  let map: [number, number, number] = [height, width, spec.stem];
  for (const [index, { blocks }] of spec.sections.entries()) {
    if (blocks.length === 0) {
      const block = { ...usualBlock, channels: map[2] };
      const fixed = withBlocks(spec, index, [block]);
      found.push({ fault: { kind: "no-tap", section: `section${index + 1}` }, fixed });
    }
    for (const [number, block] of blocks.entries()) {
      const name = `section${index + 1}.block${number + 1}`;
      for (const { fault, change } of blockFaults(name, block, map)) {
        found.push({ fault, fixed: withBlocks(spec, index, blocks.with(number, { ...block, ...change })) });
      }
      map = mapBehind(block, map);
    }
  }
  return found;
}

function blockFaults(
  block: string,
  { kernel, stride, shortcut, pool, channels }: CustomBlock,
  map: readonly [number, number, number],
): { readonly fault: NetworkFault; readonly change: Partial<CustomBlock> }[] {
  const found: { readonly fault: NetworkFault; readonly change: Partial<CustomBlock> }[] = [];
  const pooled = pool === "none" ? map : halved(map);
  const [height, width] = pooled;
  const isOdd = (sides: readonly number[]) => sides.some((side) => side % 2 === 1);
  if (pool !== "none" && isOdd(map.slice(0, 2))) {
    found.push({ fault: { kind: "uneven", block, map: [map[0], map[1]] }, change: { pool: "none" } });
  } else if (stride === 2 && isOdd([height, width])) {
    found.push({ fault: { kind: "uneven", block, map: [height, width] }, change: { stride: 1 } });
  }
  const least = Math.min(height, width);
  if (kernel > Math.max(1, least)) {
    const largest = kernelSizes.findLast((size) => size <= least) ?? 1;
    found.push({ fault: { kind: "kernel", block, kernel, map: [height, width] }, change: { kernel: largest } });
  }
  if (shortcut === "identity" && (stride !== 1 || channels !== pooled[2])) {
    const [toHeight, toWidth] = stride === 1 ? pooled : halved(pooled);
    const to = [toHeight, toWidth, channels] as const;
    found.push({ fault: { kind: "shortcut", block, from: pooled, to }, change: { shortcut: "projection" } });
  }
  return found;
}

/** Of even sides; of odd ones, which are a fault already, what a padded convolution would give. */
function halved([height, width, channels]: readonly [number, number, number]): [number, number, number] {
  return [Math.ceil(height / 2), Math.ceil(width / 2), channels];
}

function mapBehind({ pool, stride, channels }: CustomBlock, map: [number, number, number]): [number, number, number] {
  const pooled = pool === "none" ? map : halved(map);
  const [height, width] = stride === 1 ? pooled : halved(pooled);
  return [height, width, channels];
}

function withBlocks(spec: CustomSpec, section: number, blocks: readonly CustomBlock[]): CustomSpec {
  return { ...spec, sections: spec.sections.with(section, { blocks: [...blocks] }) };
}
