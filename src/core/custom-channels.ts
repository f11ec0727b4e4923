/** The widths that a drawn network needs for its matrices to have another network's size. */
import { placeOfLayer } from "./custom-blocks.ts";
import { withBlock, withStem } from "./custom-edits.ts";
import { customFaults } from "./custom-faults.ts";
import type { CustomSpec } from "./experiment.ts";
import { channelRange } from "./experiment.ts";
import type { ImageSize } from "./families/layers.ts";

interface Taps {
  readonly first: string;
  readonly last: string;
}

/**
 * With `[channels of first, channels of last]` in the blocks that the taps are of, and a projection where an identity does
 * not fit any more; null where both taps are of one block and would need two widths.
 */
export function withTapChannels(
  spec: CustomSpec,
  { first, last }: Taps,
  [channels1, channels2]: readonly [number, number],
  size: ImageSize,
): CustomSpec | null {
  if (Math.max(channels1, channels2) > channelRange.most) return null;
  const once = withChannelsAt(spec, first, channels1);
  const twice = once && withChannelsAt(once, last, channels2);
  if (!twice || channelsAt(twice, first) !== channels1) return null;
  return withFittingShortcuts(twice, size);
}

function withChannelsAt(spec: CustomSpec, layer: string, channels: number): CustomSpec | null {
  const place = placeOfLayer(layer);
  return place ? withBlock(spec, place, { channels }) : withStem(spec, channels);
}

function channelsAt(spec: CustomSpec, layer: string): number | undefined {
  const place = placeOfLayer(layer);
  return place ? spec.sections[place.section]?.blocks[place.block]?.channels : spec.stem;
}

function withFittingShortcuts(spec: CustomSpec, size: ImageSize): CustomSpec {
  const found = customFaults(spec, size).find(({ fault }) => fault.kind === "shortcut");
  return found ? withFittingShortcuts(found.fixed, size) : spec;
}

/** With every width divided; widths that were equal stay so. */
export function narrowed({ stem, sections, ...spec }: CustomSpec, by: number): CustomSpec {
  const less = (channels: number) => Math.max(channelRange.least, Math.floor(channels / by));
  return {
    ...spec,
    stem: less(stem),
    sections: sections.map(({ blocks }) => ({
      blocks: blocks.map((block) => ({ ...block, channels: less(block.channels) })),
    })),
  };
}
