import { useRef, useState } from "react";
import type { PointerEvent as ReactPointerEvent, RefObject } from "react";
import type { BlockPlace } from "../../core/custom-blocks.ts";
import type { Item } from "./items.ts";
import { blockItem, keyOf } from "./items.ts";
import { placeAmong, rowAt } from "./drop-places.ts";

type Dragged = Extract<Item, { kind: "block" | "section" }>;
/** Where what is dragged would stand afterwards. */
export type Drop =
  | { readonly kind: "block"; readonly from: BlockPlace; readonly to: BlockPlace }
  | { readonly kind: "section"; readonly from: number; readonly to: number };

export interface Drag {
  readonly key: string;
  /** Pixels from where it began. */
  readonly by: readonly [x: number, y: number];
  /** The item in front of which it would be let down. */
  readonly before: string;
}

/** Nearer than this a press is a click. */
const leastPixels = 6;
const edgePixels = 40;
const scrollPixels = 14;

/** Blocks and sections carried by the pointer: a mouse takes them anywhere, a finger by the grip, so that it can scroll by the rest. */
export function useDrag(board: RefObject<HTMLElement | null>, onDrop: (drop: Drop) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const end = useRef<(() => void) | null>(null);

  const begin = (item: Dragged, event: ReactPointerEvent) => {
    const { target, pointerType, clientX, clientY, button } = event;
    const byGrip = target instanceof Element && target.closest(".editor-grip") !== null;
    if (button !== 0 || !(pointerType === "mouse" || byGrip) || !board.current) return;
    end.current?.();
    const listening = new AbortController();
    const { signal } = listening;
    let found: { readonly drop: Drop; readonly before: string } | null = null;
    const finish = () => {
      listening.abort();
      end.current = null;
      setDrag(null);
    };
    end.current = finish;
    const onMove = ({ clientX: x, clientY: y }: PointerEvent) => {
      const within = board.current;
      if (!within || (!found && Math.hypot(x - clientX, y - clientY) < leastPixels)) return;
      scrolled(within, y);
      found = dropAt(within, item, x, y);
      setDrag({ key: keyOf(item), by: [x - clientX, y - clientY], before: found.before });
    };
    const onUp = () => {
      finish();
      if (found) onDrop(found.drop);
    };
    const onKey = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape" || !found) return;
      // Else it would close the editor too.
      pressed.preventDefault();
      pressed.stopPropagation();
      finish();
    };
    addEventListener("pointermove", onMove, { signal });
    addEventListener("pointerup", onUp, { signal });
    addEventListener("pointercancel", finish, { signal });
    addEventListener("keydown", onKey, { signal, capture: true });
  };
  return { drag, begin };
}

function scrolled(board: HTMLElement, y: number): void {
  const { top, bottom } = board.getBoundingClientRect();
  if (y < top + edgePixels) board.scrollBy(0, -scrollPixels);
  else if (y > bottom - edgePixels) board.scrollBy(0, scrollPixels);
}

function dropAt(
  board: HTMLElement,
  item: Dragged,
  x: number,
  y: number,
): { readonly drop: Drop; readonly before: string } {
  const rows = [...board.querySelectorAll<HTMLElement>("[data-section]")];
  const rectOf = (element: HTMLElement) => element.getBoundingClientRect();
  if (item.kind === "section") {
    const others = rows.filter((_, index) => index !== item.section);
    const to = others.filter((row) => (rectOf(row).top + rectOf(row).bottom) / 2 < y).length;
    const at = to < item.section ? to : to + 1;
    const before: Item = at < rows.length ? { kind: "section", section: at } : { kind: "add-section" };
    return { drop: { kind: "section", from: item.section, to }, before: keyOf(before) };
  }
  const section = rowAt(rows.map(rectOf), y);
  const cards = [...(rows[section]?.querySelectorAll<HTMLElement>("[data-block]") ?? [])];
  const isOwn = (index: number) => section === item.section && index === item.block;
  const others = cards.filter((_, index) => !isOwn(index));
  const block = placeAmong(others.map(rectOf), x, y);
  const at = section === item.section && block >= item.block ? block + 1 : block;
  const before: Item = at < cards.length ? blockItem({ section, block: at }) : { kind: "add-block", section };
  return { drop: { kind: "block", from: item, to: { section, block } }, before: keyOf(before) };
}
