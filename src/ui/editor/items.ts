/** What stands on the board of the editor, row by row, and how arrows go from one to the next. */
import type { BlockPlace } from "../../core/custom-blocks.ts";
import type { CustomSpec } from "../../core/experiment.ts";

/** Sections and blocks are counted from 0. */
export type Item =
  | { readonly kind: "stem" }
  | { readonly kind: "section"; readonly section: number }
  | ({ readonly kind: "block" } & BlockPlace)
  | { readonly kind: "add-block"; readonly section: number }
  | { readonly kind: "add-section" };

export type Direction = "left" | "right" | "up" | "down" | "first" | "last";

export function blockItem(place: BlockPlace): Item {
  return { kind: "block", section: place.section, block: place.block };
}

/** The stem, then each section with its blocks and the place for another, then the place for another section. */
export function rowsOf({ sections }: CustomSpec): Item[][] {
  return [
    [{ kind: "stem" }],
    ...sections.map(({ blocks }, section): Item[] => [
      { kind: "section", section },
      ...blocks.map((_, block) => blockItem({ section, block })),
      { kind: "add-block", section },
    ]),
    [{ kind: "add-section" }],
  ];
}

export function keyOf(item: Item): string {
  return Object.values(item).join(" ");
}

/** Left and right go through all rows in the order of the layers; up and down keep the place in the row. */
export function neighbourOf(spec: CustomSpec, item: Item, direction: Direction): Item {
  const rows = rowsOf(spec);
  const all = rows.flat();
  const at = all.findIndex((other) => keyOf(other) === keyOf(item));
  const rowAt = rows.findIndex((row) => row.includes(all[at]!));
  const row = rows[rowAt] ?? all;
  switch (direction) {
    case "left":
      return all[at - 1] ?? item;
    case "right":
      return all[at + 1] ?? item;
    case "up":
    case "down": {
      const next = rows[direction === "up" ? rowAt - 1 : rowAt + 1];
      return next ? next[Math.min(row.indexOf(all[at]!), next.length - 1)]! : item;
    }
    case "first":
      return row[0]!;
    case "last":
      return row.at(-1)!;
    default:
      return direction satisfies never;
  }
}

/** The item itself where it is there, else the nearest that is. */
export function itemWithin(spec: CustomSpec, item: Item): Item {
  const { sections } = spec;
  if (item.kind === "stem" || item.kind === "add-section") return item;
  if (sections.length === 0) return { kind: "add-section" };
  const section = Math.min(item.section, sections.length - 1);
  if (item.kind !== "block") return { kind: item.kind, section };
  const count = sections[section]!.blocks.length;
  return count === 0 ? { kind: "add-block", section } : blockItem({ section, block: Math.min(item.block, count - 1) });
}

/** Where a block goes by one place, into the next section at a section's end; null at the network's ends. */
export function movedPlace(
  { sections }: CustomSpec,
  { section, block }: BlockPlace,
  direction: Direction,
): BlockPlace | null {
  const countOf = (index: number) => sections[index]?.blocks.length;
  const before = countOf(section - 1);
  const behind = countOf(section + 1);
  switch (direction) {
    case "left":
      if (block > 0) return { section, block: block - 1 };
      return before === undefined ? null : { section: section - 1, block: before };
    case "right":
      if (block < countOf(section)! - 1) return { section, block: block + 1 };
      return behind === undefined ? null : { section: section + 1, block: 0 };
    case "up":
      return before === undefined ? null : { section: section - 1, block: Math.min(block, before) };
    case "down":
      return behind === undefined ? null : { section: section + 1, block: Math.min(block, behind) };
    case "first":
    case "last":
      return null;
    default:
      return direction satisfies never;
  }
}
