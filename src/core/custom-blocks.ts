/** Where the blocks of a network drawn by hand stand, and what a new one is. */
import type { CustomBlock } from "./experiment.ts";

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
