/** The maps inside a network drawn by hand, known while it still has faults. */
import type { CustomBlock, CustomSpec } from "./experiment.ts";
import type { ImageSize } from "./families/layers.ts";

export type MapShape = readonly [height: number, width: number, channels: number];

/** What the block's first convolution sees. */
export function pooledMap({ pool }: CustomBlock, map: MapShape): MapShape {
  return pool === "none" ? map : halved(map);
}

export function mapBehind(block: CustomBlock, map: MapShape): MapShape {
  const pooled = pooledMap(block, map);
  const [height, width] = block.stride === 1 ? pooled : halved(pooled);
  return [height, width, block.channels];
}

/** Behind each block of each section. */
export function mapsBehind({ stem, sections }: CustomSpec, [height, width]: ImageSize): MapShape[][] {
  let map: MapShape = [height, width, stem];
  return sections.map(({ blocks }) => blocks.map((block) => (map = mapBehind(block, map))));
}

/** Of even sides; of odd ones, which are a fault already, what a padded convolution would give. */
function halved([height, width, channels]: MapShape): MapShape {
  return [Math.ceil(height / 2), Math.ceil(width / 2), channels];
}
