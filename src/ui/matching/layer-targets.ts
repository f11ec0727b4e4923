/** Where each layer of a row is pressed: as wide as it can be without reaching into its neighbours. */
import type { Side } from "../../core/misfit.ts";
import type { NetworkNode } from "../../core/network.ts";
import type { Box, Row } from "../networks/diagram.ts";
import { boxSpan } from "../networks/network-row.tsx";
import { isPickable } from "./hand-picks.ts";

export interface LayerTarget {
  readonly node: NetworkNode;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A shortcut's layers are flat. */
const leastHeight = 14;
/** On either side of a box, where there is room. */
const widestAir = 12;

/** From the input to the output. `y` is the row's outer edge. */
export function layerTargets(row: Row, side: Side, y: number): LayerTarget[] {
  const main = row.boxes.filter((box) => box.main).toSorted((a, b) => a.x - b.x);
  const tallest = Math.max(...main.map(({ height }) => height));
  return row.boxes
    .filter(({ node }) => isPickable(node))
    .toSorted((a, b) => a.x - b.x)
    .map((box) => {
      const place = main.indexOf(box);
      const air = (neighbour: Box | undefined) => {
        const gap = neighbour ? Math.abs(neighbour.x - box.x) - (neighbour.width + box.width) / 2 : 0;
        return Math.min(widestAir, gap / 2);
      };
      const [before, behind] = box.main ? [air(main[place - 1]), air(main[place + 1])] : [1, 1];
      const { top, bottom } = boxSpan(box.main ? { ...box, height: tallest } : box, side, y);
      const height = Math.max(leastHeight, bottom - top);
      return {
        node: box.node,
        left: box.x - box.width / 2 - before,
        width: before + box.width + behind,
        top: (top + bottom - height) / 2,
        height,
      };
    });
}

/** Which target a key leads to; null for keys that do not move. */
export function targetAfter(key: string, at: number, count: number): number | null {
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, at - 1);
    case "ArrowRight":
      return Math.min(count - 1, at + 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
