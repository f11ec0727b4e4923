import { useMemo, type ReactNode } from "react";
import type { FspFamily } from "../../core/methods/facts.ts";
import type { Network } from "../../core/network.ts";
import { useMessages } from "../messages/messages.ts";
import { BracketButton, zoneHeightOf } from "./bracket-button.tsx";
import type { Bracket } from "./brackets.ts";
import { bracketsOf } from "./brackets.ts";
import type { Column, Diagram } from "./diagram.ts";
import { diagramOf, narrowWidth } from "./diagram.ts";
import { NetworkRow, rowBaseline } from "./network-row.tsx";
import { figuresOf, segmentsOf } from "./segments.ts";

/** Below it a pair's name and shape take two lines. */
const compactWidth = 900;
const chipWidth = { compact: 64, wide: 116 };
const labelHeight = 20;
const gapWithoutPairs = 24;
const leastWidth = 280;

/** Everything that stands somewhere in the drawing, in pixels. */
export interface Drawing {
  readonly diagram: Diagram;
  readonly brackets: readonly Bracket[];
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  readonly compact: boolean;
  /** Where the brackets' zone begins and how high it is. */
  readonly zone: { readonly top: number; readonly height: number };
  /** Each row's outer edge. */
  readonly edges: Readonly<Record<"teacher" | "student", number>>;
}

/** `method` is null where it compares no matrices. */
export function useDrawing(teacher: Network, student: Network, method: FspFamily | null, width: number): Drawing {
  return useMemo(() => {
    const diagram = diagramOf(teacher, student, Math.max(leastWidth, width));
    const compact = width < compactWidth;
    const chip = compact ? chipWidth.compact : chipWidth.wide;
    const brackets = method ? bracketsOf(teacher, student, method, diagram, chip) : [];
    const lanes = Math.max(1, ...brackets.map(({ lane }) => lane + 1));
    const zone = { top: labelHeight + rowBaseline, height: method ? zoneHeightOf(lanes) : gapWithoutPairs };
    const height = 2 * zone.top + zone.height;
    const edges = { teacher: labelHeight, student: height - labelHeight };
    return { diagram, brackets, width, height, narrow: width < narrowWidth, compact, zone, edges };
  }, [teacher, student, method, width]);
}

interface NetworksDiagramProps {
  readonly drawing: Drawing;
  readonly teacher: Network;
  readonly student: Network;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
  /** What lies over the layers. */
  readonly children?: ReactNode;
}

/** Both networks on one depth axis, and the FSP pairs as brackets that meet between them. */
export function NetworksDiagram(props: NetworksDiagramProps): ReactNode {
  const { drawing, teacher, student, selectedPair, onSelectPair, children } = props;
  const { diagram, brackets, width, height, narrow, compact, zone, edges } = drawing;
  return (
    <>
      <svg width={width} height={height} aria-hidden="true">
        {diagram.columns.map(
          ({ key, section, left, width: across }) =>
            section && (
              <rect key={key} className="networks-band" x={left - 3} width={across + 6} y="0" height={height} rx="3" />
            ),
        )}
        <Labels columns={diagram.columns} network={teacher} y={14} narrow={narrow} />
        <NetworkRow row={diagram.teacher} whose="teacher" y={edges.teacher} />
        <NetworkRow row={diagram.student} whose="student" y={edges.student} />
        <Labels columns={diagram.columns} network={student} y={height - 5} narrow={narrow} />
      </svg>
      {children}
      {brackets.map((bracket) => (
        <BracketButton
          key={bracket.name}
          bracket={bracket}
          zone={zone}
          narrow={compact}
          selected={bracket.name === selectedPair}
          onSelect={onSelectPair}
        />
      ))}
    </>
  );
}

interface LabelsProps {
  readonly columns: readonly Column[];
  readonly network: Network;
  readonly y: number;
  readonly narrow: boolean;
}

/** `16 @ 32² × 4` over each section, and what goes in and comes out at the two ends. */
function Labels({ columns, network, y, narrow }: LabelsProps): ReactNode {
  const { networks: words } = useMessages();
  const segments = new Map(segmentsOf(network).map((segment) => [segment.key, segment]));
  return columns.map((column, index) => {
    const segment = segments.get(column.key);
    if (!segment) return null;
    const figures = figuresOf(network, segment);
    const last = segment.nodes.at(-1)!;
    const outer = index === 0 || index === columns.length - 1;
    if (!segment.section && (narrow || !outer)) return null;
    const [height, width, channels] = network.input;
    const text =
      segment.section && figures
        ? words.section(figures)
        : index === 0
          ? words.input(channels, height, width)
          : words.output(last.shape[last.shape.length - 1]!);
    const anchor = index === 0 ? "start" : index === columns.length - 1 ? "end" : "middle";
    const x =
      anchor === "start" ? column.left : anchor === "end" ? column.left + column.width : column.left + column.width / 2;
    return (
      <text
        key={column.key}
        className={segment.section ? "networks-label" : "networks-end"}
        x={x}
        y={y}
        textAnchor={anchor}
      >
        {text}
      </text>
    );
  });
}
