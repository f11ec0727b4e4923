import type { ReactNode } from "react";
import type { NetworkNode } from "../../core/network.ts";
import { useMessages } from "../messages/messages.ts";
import type { Box, Edge, Row } from "./diagram.ts";
import { rowHeight } from "./diagram.ts";

/** From a row's outer edge: where shortcuts run, and where the boxes stand. */
const shortcutsAt = 8;
export const rowBaseline = rowHeight + 14;

/** Where a box stands along its row's height; `y` as below. */
export function boxSpan(
  box: Box,
  whose: "teacher" | "student",
  y: number,
): { readonly top: number; readonly bottom: number } {
  const inward = whose === "teacher" ? 1 : -1;
  const middle = box.main ? y + inward * (rowBaseline - box.height / 2) : y + inward * shortcutsAt;
  return { top: middle - box.height / 2, bottom: middle + box.height / 2 };
}

interface NetworkRowProps {
  readonly row: Row;
  readonly whose: "teacher" | "student";
  /** The row's outer edge; the teacher's boxes hang below it, the student's stand above it. */
  readonly y: number;
  /** Of each layer how much it takes part in what is shown, 0 to 1; the others are dimmed. */
  readonly glow?: ReadonlyMap<string, number>;
}

/** What takes no part is still there. */
const dimmed = 0.18;

/** The boxes of one network, largest maps tallest, with its shortcuts on the outer side. */
export function NetworkRow({ row, whose, y, glow }: NetworkRowProps): ReactNode {
  const { networks: words } = useMessages();
  const inward = whose === "teacher" ? 1 : -1;
  const baseline = y + inward * rowBaseline;
  return (
    <g className={`networks-row networks-${whose}`}>
      {row.edges.map((edge) => (
        <path key={`${edge.from.node.name} ${edge.to.node.name}`} className="networks-edge" d={edgePath(edge)} />
      ))}
      {row.boxes.map((box) => (
        <rect
          key={box.node.name}
          className={`networks-box networks-${box.node.op}${glow?.get(box.node.name) === 1 ? " networks-lit" : ""}`}
          x={box.x - box.width / 2}
          y={boxSpan(box, whose, y).top}
          width={box.width}
          height={box.height}
          rx={box.node.op === "add" ? box.width / 2 : 0.5}
          {...(glow && { opacity: dimmed + (1 - dimmed) * (glow.get(box.node.name) ?? 0) })}
        >
          <title>{words.layer(box.node.name, box.node.op, box.node.shape, kernelOf(box.node))}</title>
        </rect>
      ))}
    </g>
  );

  function edgePath({ from, to, shortcut }: Edge): string {
    const lane = y + inward * shortcutsAt;
    if (!shortcut) return `M${from.x} ${baseline - inward * 4}H${to.x}`;
    return `M${from.x} ${from.main ? baseline - inward * from.height : lane}V${lane}H${to.x}V${to.main ? baseline - inward * to.height : lane}`;
  }
}

export function kernelOf(node: NetworkNode): readonly [number, number] | null {
  return node.op === "conv" || node.op === "depthwiseConv" ? node.kernel : null;
}
