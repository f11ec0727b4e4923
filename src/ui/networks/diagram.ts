/** Where the boxes of two networks stand on one depth axis, in pixels, from their graphs alone. */
import type { Network, NetworkNode } from "../../core/network.ts";
import type { Segment } from "./segments.ts";
import { mainPathOf, mergedKeys, segmentsOf, spatialSize } from "./segments.ts";

export interface Box {
  readonly node: NetworkNode;
  /** Its middle. */
  readonly x: number;
  readonly width: number;
  readonly height: number;
  /** On the row, or above it on a shortcut. */
  readonly main: boolean;
}
export interface Edge {
  readonly from: Box;
  readonly to: Box;
  /** False for a neighbour on the row, true where the edge goes around. */
  readonly shortcut: boolean;
}
export interface Row {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly segments: readonly Segment[];
}
export interface Column {
  readonly key: string;
  readonly section: boolean;
  readonly left: number;
  readonly width: number;
}
export interface Diagram {
  readonly columns: readonly Column[];
  readonly teacher: Row;
  readonly student: Row;
}

export const rowHeight = 30;
const leastHeight = 9;
const shortcutHeight = 7;
/** Below it the row's ends have no labels, and the columns no more room than theirs. */
export const narrowWidth = 560;
const widestUnit = 7;
/** A box's border must not be cut at the drawing's edge. */
const margin = 1;
/** Of a box's unit, the least air between two boxes. */
const air = 0.3;

export function isWide(op: NetworkNode["op"]): boolean {
  return op === "conv" || op === "depthwiseConv" || op === "dense";
}

/** How wide a layer is drawn: those with weights are twice the others. */
function unitsOf(node: NetworkNode): number {
  return isWide(node.op) ? 2 : 1;
}

function crowd(nodes: readonly NetworkNode[]): number {
  return nodes.reduce((sum, node) => sum + unitsOf(node) + air, 0);
}

export function diagramOf(teacher: Network, student: Network, width: number): Diagram {
  const rows = [teacher, student].map((network) => {
    const main = new Set(mainPathOf(network));
    const segments = segmentsOf(network);
    return { network, main, segments, row: new Map(segments.map((s) => [s.key, s.nodes.filter((n) => main.has(n))])) };
  });
  const [above, below] = [rows[0]!, rows[1]!];
  const keys = mergedKeys(
    above.segments.map((segment) => segment.key),
    below.segments.map((segment) => segment.key),
  );
  const crowds = keys.map((key) => Math.max(...rows.map(({ row }) => crowd(row.get(key) ?? []))));
  const sections = keys.map((key) => rows.some(({ segments }) => segments.some((s) => s.key === key && s.section)));
  const columns = columnsOf(keys, crowds, sections, width);
  const unit = Math.min(widestUnit, ...columns.map((column, index) => column.width / Math.max(1, crowds[index]!)));
  const largest = Math.max(2, ...rows.flatMap(({ network }) => network.nodes.map((node) => spatialSize(node.shape))));
  const rowOf = ({ network, segments, row }: (typeof rows)[number]): Row => {
    const boxes = mainBoxes(row, columns, unit, largest);
    return { ...withShortcuts(network, boxes, unit), segments };
  };
  return { columns, teacher: rowOf(above), student: rowOf(below) };
}

/** Every column has room for its label; what is left goes to those with many layers. */
function columnsOf(
  keys: readonly string[],
  crowds: readonly number[],
  sections: readonly boolean[],
  width: number,
): Column[] {
  const narrow = width < narrowWidth;
  const gap = narrow ? 5 : 16;
  const free = width - 2 * margin - gap * (keys.length - 1);
  const wanted = sections.map((section) => (section ? (narrow ? 78 : 120) : narrow ? 32 : 84));
  const needed = wanted.reduce((sum, n) => sum + n, 0);
  const least = wanted.map((n) => n * Math.min(1, free / needed));
  const spare = Math.max(0, free - needed);
  const all = crowds.reduce((sum, n) => sum + n, 0);
  let left = margin;
  return keys.map((key, index) => {
    const own = least[index]! + (spare * crowds[index]!) / all;
    const column = { key, section: sections[index]!, left, width: own };
    left += own + gap;
    return column;
  });
}

/** A column's first and last box touch its edges in both networks, so that equal sections line up. */
function mainBoxes(
  row: ReadonlyMap<string, readonly NetworkNode[]>,
  columns: readonly Column[],
  unit: number,
  largest: number,
): Box[] {
  return columns.flatMap((column) => {
    const nodes = row.get(column.key) ?? [];
    const widths = nodes.map((node) => unitsOf(node) * unit);
    const filled = widths.reduce((sum, n) => sum + n, 0);
    const between = nodes.length > 1 ? (column.width - filled) / (nodes.length - 1) : 0;
    let left = nodes.length > 1 ? column.left : column.left + (column.width - filled) / 2;
    return nodes.map((node, index) => {
      const width = widths[index]!;
      const grown = Math.log2(Math.max(1, spatialSize(node.shape))) / Math.log2(largest);
      const height = node.op === "add" ? width : leastHeight + (rowHeight - leastHeight) * grown;
      const box = { node, x: left + width / 2, width, height, main: true };
      left += width + between;
      return box;
    });
  });
}

/** Adds the layers off the row, spread between the layers they connect, and all edges. */
function withShortcuts(network: Network, main: readonly Box[], unit: number): Pick<Row, "boxes" | "edges"> {
  const boxes = new Map(main.map((box) => [box.node.name, box]));
  const users = new Map<string, string>();
  for (const node of network.nodes) for (const input of node.inputs) if (!boxes.has(input)) users.set(input, node.name);
  for (const node of network.nodes) {
    if (boxes.has(node.name)) continue;
    const chain = [node];
    for (let next = users.get(node.name); next !== undefined && !boxes.has(next); next = users.get(next)) {
      chain.push(network.nodes.find((candidate) => candidate.name === next)!);
    }
    const from = boxes.get(node.inputs[0] ?? "")?.x ?? 0;
    const to = boxes.get(users.get(chain.at(-1)!.name) ?? "")?.x ?? from;
    for (const [index, link] of chain.entries()) {
      const x = from + ((to - from) * (index + 1)) / (chain.length + 1);
      boxes.set(link.name, { node: link, x, width: unitsOf(link) * unit, height: shortcutHeight, main: false });
    }
  }
  const order = new Map(main.map((box, index) => [box.node.name, index]));
  const edges = network.nodes.flatMap((node) =>
    node.inputs.flatMap((input) => {
      const [from, to] = [boxes.get(input), boxes.get(node.name)];
      if (!from || !to) return [];
      const steps = (order.get(node.name) ?? 0) - (order.get(input) ?? 0);
      const neighbours = from.main && to.main && steps === 1;
      return [{ from, to, shortcut: !neighbours }];
    }),
  );
  return { boxes: [...boxes.values()], edges };
}

export function boxOf(row: Row, name: string): Box | undefined {
  return row.boxes.find((box) => box.node.name === name);
}
