import { describe, expect, test } from "vitest";
import { usualBlock } from "../../core/custom-blocks.ts";
import type { CustomSpec } from "../../core/experiment.ts";
import { boardActOf, historyActOf } from "./board-keys.ts";
import { placeAmong, rowAt } from "./drop-places.ts";
import { added, duplicated, moved, removed } from "./edits.ts";
import type { Direction, Item } from "./items.ts";
import { itemWithin, keyOf, neighbourOf, rowsOf } from "./items.ts";

const spec: CustomSpec = {
  kind: "custom",
  stem: 4,
  sections: [{ blocks: [usualBlock, usualBlock] }, { blocks: [] }, { blocks: [usualBlock] }],
};
const size = [32, 32, 3] as const;
const block = (section: number, number: number): Item => ({ kind: "block", section, block: number });

describe("arrows", () => {
  test("to the right go through everything once, from the stem to the last place, and to the left back", () => {
    const all = rowsOf(spec).flat();
    const walk = (from: Item, direction: Direction) => {
      const seen = [from];
      for (let at = neighbourOf(spec, from, direction); at !== seen.at(-1); at = neighbourOf(spec, at, direction)) {
        if (keyOf(at) === keyOf(seen.at(-1)!)) break;
        seen.push(at);
      }
      return seen.map(keyOf);
    };
    expect(walk({ kind: "stem" }, "right")).toEqual(all.map(keyOf));
    expect(walk({ kind: "add-section" }, "left")).toEqual(all.map(keyOf).toReversed());
  });

  test("up and down keep the place in the row as far as the next row has it", () => {
    expect(neighbourOf(spec, block(0, 1), "down")).toEqual({ kind: "add-block", section: 1 });
    expect(neighbourOf(spec, { kind: "add-block", section: 1 }, "up")).toEqual(block(0, 0));
    expect(neighbourOf(spec, { kind: "stem" }, "up")).toEqual({ kind: "stem" });
  });

  test("with Alt move a block past its section's end, and a section as a whole", () => {
    expect(moved(spec, block(0, 1), "right")?.item).toEqual(block(1, 0));
    expect(moved(spec, block(2, 0), "left")?.item).toEqual(block(1, 0));
    expect(moved(spec, block(2, 0), "right")).toBeNull();
    expect(
      moved(spec, { kind: "section", section: 0 }, "down")?.spec.sections.map(({ blocks }) => blocks.length),
    ).toEqual([0, 2, 1]);
  });
});

describe("after an edit", () => {
  test("the choice goes to what was made", () => {
    expect(added(spec, { kind: "add-block", section: 1 }, size)?.item).toEqual(block(1, 0));
    expect(added(spec, { kind: "add-section" }, size)?.item).toEqual(block(3, 0));
    expect(duplicated(spec, block(0, 0))?.item).toEqual(block(0, 1));
  });

  test("of what is gone the choice falls to its neighbour", () => {
    expect(removed(spec, block(0, 1))?.item).toEqual(block(0, 0));
    expect(removed(spec, block(2, 0))?.item).toEqual({ kind: "add-block", section: 2 });
    expect(itemWithin({ ...spec, sections: [] }, block(2, 0))).toEqual({ kind: "add-section" });
  });
});

test("keys act as the board says, with Ctrl as with Cmd", () => {
  const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
    key,
  });
  expect(boardActOf(press("ArrowUp"))).toEqual({ act: "go", direction: "up" });
  expect(boardActOf(press("ArrowUp", { altKey: true }))).toEqual({ act: "move", direction: "up" });
  expect(boardActOf(press("d", { metaKey: true }))).toEqual({ act: "duplicate" });
  expect(boardActOf(press("d"))).toBeNull();
  expect(historyActOf(press("z", { ctrlKey: true }))).toBe("undo");
  expect(historyActOf(press("Z", { ctrlKey: true, shiftKey: true }))).toBe("redo");
  expect(historyActOf(press("z"))).toBeNull();
});

test("what is dragged falls between the cards that the pointer is between, in lines that wrap", () => {
  const card = (left: number, top: number) => ({ left, right: left + 100, top, bottom: top + 50 });
  const cards = [card(0, 0), card(110, 0), card(0, 60), card(110, 60)];
  expect(placeAmong(cards, 10, 20)).toBe(0);
  expect(placeAmong(cards, 105, 20)).toBe(1);
  expect(placeAmong(cards, 300, 20)).toBe(2);
  expect(placeAmong(cards, 10, 80)).toBe(2);
  expect(placeAmong(cards, 90, 80)).toBe(3);
  expect(placeAmong(cards, 300, 300)).toBe(4);
  expect(rowAt([card(0, 0), card(0, 60)], -10)).toBe(0);
  expect(rowAt([card(0, 0), card(0, 60)], 55)).toBe(1);
  expect(rowAt([card(0, 0), card(0, 60)], 500)).toBe(1);
});
