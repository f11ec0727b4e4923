/**
 * What can be done to a network drawn by hand. Each gives the network that has it done, or null where the document has no
 * room for it or no such block; none minds whether the result has faults (`custom-faults.ts`).
 */
import type { BlockPlace } from "./custom-blocks.ts";
import { blockBefore, usualBlock } from "./custom-blocks.ts";
import { mapsBehind } from "./custom-maps.ts";
import type { CustomBlock, CustomSpec } from "./experiment.ts";
import { mostBlocks, mostSections } from "./experiment.ts";
import type { ImageSize } from "./families/layers.ts";

export type CustomSection = CustomSpec["sections"][number];

export function withStem(spec: CustomSpec, stem: number): CustomSpec {
  return { ...spec, stem };
}

export function withBlock(spec: CustomSpec, place: BlockPlace, change: Partial<CustomBlock>): CustomSpec | null {
  const block = blockAt(spec, place);
  return block && changed(spec, place.section, (blocks) => blocks.with(place.block, { ...block, ...change }));
}

/** In front of what stands at the place; a plain convolution that keeps the size and the channels of its maps. */
export function withBlockAdded(spec: CustomSpec, place: BlockPlace): CustomSpec | null {
  const before = blockBefore(spec, place);
  const norm = before?.norm ?? usualBlock.norm;
  return inserted(spec, place, { ...usualBlock, channels: before?.channels ?? spec.stem, norm });
}

export function withoutBlock(spec: CustomSpec, place: BlockPlace): CustomSpec | null {
  return blockAt(spec, place) && changed(spec, place.section, (blocks) => blocks.toSpliced(place.block, 1));
}

/** The copy stands behind the block and halves nothing, so that the network becomes deeper and stays as it was behind it. */
export function withBlockDuplicated(spec: CustomSpec, place: BlockPlace): CustomSpec | null {
  const block = blockAt(spec, place);
  if (!block) return null;
  const shortcut = block.shortcut === "projection" ? "identity" : block.shortcut;
  const copy: CustomBlock = { ...block, stride: 1, pool: "none", shortcut };
  return inserted(spec, { ...place, block: place.block + 1 }, copy);
}

/** `to` is where the block stands afterwards. */
export function withBlockMoved(spec: CustomSpec, from: BlockPlace, to: BlockPlace): CustomSpec | null {
  const block = blockAt(spec, from);
  const rest = withoutBlock(spec, from);
  return block && rest && inserted(rest, to, block);
}

/** In front of the section that stands there; one block that halves the map behind it where it can. */
export function withSectionAdded(spec: CustomSpec, at: number, size: ImageSize): CustomSpec | null {
  const before = blockBefore(spec, { section: at, block: 0 });
  const [height, width] =
    mapsBehind({ ...spec, sections: spec.sections.slice(0, at) }, size)
      .flat()
      .at(-1) ?? size;
  const stride = at > 0 && height % 2 === 0 && width % 2 === 0 ? 2 : 1;
  const block: CustomBlock = { ...usualBlock, channels: before?.channels ?? spec.stem, stride };
  return sectionInserted(spec, at, { blocks: [block] });
}

export function withoutSection(spec: CustomSpec, section: number): CustomSpec | null {
  return sectionAt(spec, section) && { ...spec, sections: spec.sections.toSpliced(section, 1) };
}

export function withSectionDuplicated(spec: CustomSpec, section: number): CustomSpec | null {
  const found = sectionAt(spec, section);
  return found && sectionInserted(spec, section + 1, found);
}

/** `to` is where the section stands afterwards. */
export function withSectionMoved(spec: CustomSpec, from: number, to: number): CustomSpec | null {
  const section = sectionAt(spec, from);
  const rest = withoutSection(spec, from);
  return section && rest && sectionInserted(rest, to, section);
}

export function blockAt({ sections }: CustomSpec, { section, block }: BlockPlace): CustomBlock | null {
  return sections[section]?.blocks[block] ?? null;
}

function sectionAt({ sections }: CustomSpec, section: number): CustomSection | null {
  return sections[section] ?? null;
}

function changed(
  spec: CustomSpec,
  section: number,
  change: (blocks: readonly CustomBlock[]) => CustomBlock[],
): CustomSpec | null {
  const found = sectionAt(spec, section);
  return found && { ...spec, sections: spec.sections.with(section, { blocks: change(found.blocks) }) };
}

function inserted(spec: CustomSpec, { section, block: at }: BlockPlace, block: CustomBlock): CustomSpec | null {
  const count = sectionAt(spec, section)?.blocks.length ?? 0;
  if (at < 0 || at > count || count >= mostBlocks) return null;
  return changed(spec, section, (blocks) => blocks.toSpliced(at, 0, block));
}

function sectionInserted(spec: CustomSpec, at: number, section: CustomSection): CustomSpec | null {
  const { sections } = spec;
  if (at < 0 || at > sections.length || sections.length >= mostSections) return null;
  return { ...spec, sections: sections.toSpliced(at, 0, section) };
}
