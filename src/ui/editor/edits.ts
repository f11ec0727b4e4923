/** Each thing that a person can do on the board: the network that comes of it, where the choice goes, and what is said. */
import { blockName } from "../../core/custom-blocks.ts";
import type { BlockPlace } from "../../core/custom-blocks.ts";
import {
  withBlock,
  withBlockAdded,
  withBlockDuplicated,
  withBlockMoved,
  withSectionAdded,
  withSectionDuplicated,
  withSectionMoved,
  withStem,
  withoutBlock,
  withoutSection,
} from "../../core/custom-edits.ts";
import type { CustomBlock, CustomSpec } from "../../core/experiment.ts";
import type { ImageSize } from "../../core/families/layers.ts";
import type { Direction, Item } from "./items.ts";
import { blockItem, itemWithin, movedPlace } from "./items.ts";

/** What was done to what; names are the layers' own, `section2` or `section2.block1`. */
export type Deed =
  | { readonly did: "added" | "removed" | "duplicated"; readonly name: string }
  | { readonly did: "moved"; readonly name: string; readonly to: string }
  | { readonly did: "changed"; readonly name: string }
  | { readonly did: "fixed" | "matched" | "undone" | "redone" }
  /** What was asked for has no place there. */
  | { readonly did: "nothing" };

export interface Edit {
  readonly spec: CustomSpec;
  readonly item: Item;
  readonly deed: Deed;
  /** Edits with one key, one after the other, are undone together, as the digits of a number are. */
  readonly key: string | null;
}

function edit(spec: CustomSpec | null, item: Item, deed: Deed, key: string | null = null): Edit | null {
  return spec && { spec, item: itemWithin(spec, item), deed, key };
}

const sectionName = (section: number) => `section${section + 1}`;

export function stemChanged(spec: CustomSpec, stem: number): Edit | null {
  return edit(withStem(spec, stem), { kind: "stem" }, { did: "changed", name: "stem" }, "stem");
}

export function blockChanged(spec: CustomSpec, place: BlockPlace, change: Partial<CustomBlock>): Edit | null {
  const name = blockName(place);
  const key = `${name} ${Object.keys(change).join(" ")}`;
  return edit(withBlock(spec, place, change), blockItem(place), { did: "changed", name }, key);
}

/** In front of a block, or where "add" stands. */
export function added(spec: CustomSpec, item: Item, size: ImageSize): Edit | null {
  switch (item.kind) {
    case "stem":
    case "section":
    case "add-section": {
      const section = item.kind === "stem" ? 0 : item.kind === "section" ? item.section + 1 : spec.sections.length;
      const next = withSectionAdded(spec, section, size);
      return edit(next, blockItem({ section, block: 0 }), { did: "added", name: sectionName(section) });
    }
    case "block":
    case "add-block": {
      const { section } = item;
      const block = item.kind === "block" ? item.block + 1 : (spec.sections[section]?.blocks.length ?? 0);
      const place = { section, block };
      return edit(withBlockAdded(spec, place), blockItem(place), { did: "added", name: blockName(place) });
    }
    default:
      return item satisfies never;
  }
}

export function removed(spec: CustomSpec, item: Item): Edit | null {
  if (item.kind === "block") return edit(withoutBlock(spec, item), item, { did: "removed", name: blockName(item) });
  if (item.kind !== "section") return null;
  return edit(withoutSection(spec, item.section), item, { did: "removed", name: sectionName(item.section) });
}

export function duplicated(spec: CustomSpec, item: Item): Edit | null {
  if (item.kind === "block") {
    const copy = blockItem({ section: item.section, block: item.block + 1 });
    return edit(withBlockDuplicated(spec, item), copy, { did: "duplicated", name: blockName(item) });
  }
  if (item.kind !== "section") return null;
  const next = withSectionDuplicated(spec, item.section);
  return edit(
    next,
    { kind: "section", section: item.section + 1 },
    { did: "duplicated", name: sectionName(item.section) },
  );
}

/** One place in the direction; a section goes as far by any of the two that point there. */
export function moved(spec: CustomSpec, item: Item, direction: Direction): Edit | null {
  if (item.kind === "block") {
    const to = movedPlace(spec, item, direction);
    return to && blockMoved(spec, item, to);
  }
  if (item.kind !== "section" || direction === "first" || direction === "last") return null;
  return sectionMoved(spec, item.section, item.section + (direction === "left" || direction === "up" ? -1 : 1));
}

export function blockMoved(spec: CustomSpec, from: BlockPlace, to: BlockPlace): Edit | null {
  const deed = { did: "moved", name: blockName(from), to: blockName(to) } as const;
  return edit(withBlockMoved(spec, from, to), blockItem(to), deed);
}

export function sectionMoved(spec: CustomSpec, from: number, to: number): Edit | null {
  const deed = { did: "moved", name: sectionName(from), to: sectionName(to) } as const;
  return edit(withSectionMoved(spec, from, to), { kind: "section", section: to }, deed);
}

/** A fault mended, or a pair given the other network's channels. */
export function mended(spec: CustomSpec, item: Item, did: "fixed" | "matched"): Edit | null {
  return edit(spec, item, { did });
}
