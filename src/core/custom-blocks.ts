/** Where the blocks of a network drawn by hand stand, and what a new one is. */
import type { CustomBlock, CustomSpec } from "./experiment.ts";

/** Counted from 0. */
export interface BlockPlace {
  readonly section: number;
  readonly block: number;
}

export const usualBlock: CustomBlock = {
  type: "conv",
  channels: 8,
  kernel: 3,
  stride: 1,
  norm: "batch",
  shortcut: "none",
  pool: "none",
  dropout: 0,
};

/** As in the layers' names and in faults. */
export function blockName({ section, block }: BlockPlace): string {
  return `section${section + 1}.block${block + 1}`;
}

/** The block that a layer belongs to; null where it is of none. */
export function placeOfLayer(layer: string): BlockPlace | null {
  const found = /^section(\d+)\.block(\d+)(?:\.|$)/.exec(layer);
  return found && { section: Number(found[1]) - 1, block: Number(found[2]) - 1 };
}

/** The last block before this place; null where only the stem is. */
export function blockBefore({ sections }: CustomSpec, { section, block }: BlockPlace): CustomBlock | null {
  const before = [
    ...sections.slice(0, section).flatMap(({ blocks }) => blocks),
    ...(sections[section]?.blocks.slice(0, block) ?? []),
  ];
  return before.at(-1) ?? null;
}
