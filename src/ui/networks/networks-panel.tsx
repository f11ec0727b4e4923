import type { ReactNode } from "react";
import { useMemo } from "react";
import type { Network } from "../../core/network.ts";
import { costsOf } from "../../core/network.ts";
import type { Method } from "../../core/experiment.ts";
import { readsFsp } from "../../core/methods/facts.ts";
import { useMessages } from "../messages/messages.ts";
import { RemedyButton } from "../setup/remedy-button.tsx";
import { BracketButton, zoneHeight } from "./bracket-button.tsx";
import { bracketsOf, misfitOf } from "./brackets.ts";
import type { Column } from "./diagram.ts";
import { diagramOf, narrowWidth } from "./diagram.ts";
import { useElementWidth } from "./element-width.ts";
import { NetworkLegend } from "./network-legend.tsx";
import { NetworkRow, rowBaseline } from "./network-row.tsx";
import { NetworksText } from "./networks-text.tsx";
import { depthOf, figuresOf, segmentsOf } from "./segments.ts";
import "./networks.css";

export interface NetworksPanelProps {
  readonly teacher: Network;
  readonly student: Network;
  readonly method: Method;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** Below it a pair's name and shape take two lines. */
const compactWidth = 900;
const labelHeight = 20;
const gapWithoutPairs = 24;

/** Both networks on one depth axis, and the FSP pairs as brackets that meet between them. */
export function NetworksPanel({ teacher, student, method, selectedPair, onSelectPair }: NetworksPanelProps): ReactNode {
  const { networks: words } = useMessages();
  const [width, ref] = useElementWidth();
  const diagram = useMemo(() => diagramOf(teacher, student, Math.max(280, width)), [teacher, student, width]);
  const brackets = useMemo(
    () => (readsFsp(method) ? bracketsOf(teacher, student, method, diagram) : []),
    [teacher, student, method, diagram],
  );
  // As in the matrices: where nobody chose, the first.
  const shown = selectedPair ?? brackets.find((bracket) => bracket.fits)?.name;
  const narrow = width < narrowWidth;
  const compact = width < compactWidth;
  const paired = readsFsp(method);
  const zone = paired ? zoneHeight : gapWithoutPairs;
  const zoneTop = labelHeight + rowBaseline;
  const height = 2 * zoneTop + zone;
  return (
    <div className={`networks${narrow ? " networks-narrow" : ""}${compact ? " networks-compact" : ""}`}>
      <Costs whose="teacher" name={words.teacher} network={teacher} />
      <div className="networks-diagram" ref={ref} style={{ height }}>
        {width > 0 && (
          <>
            <svg width={width} height={height} aria-hidden="true">
              {diagram.columns.map(
                ({ key, section, left, width: across }) =>
                  section && (
                    <rect
                      key={key}
                      className="networks-band"
                      x={left - 3}
                      width={across + 6}
                      y="0"
                      height={height}
                      rx="3"
                    />
                  ),
              )}
              <Labels columns={diagram.columns} network={teacher} y={14} narrow={narrow} />
              <NetworkRow row={diagram.teacher} whose="teacher" y={labelHeight} />
              <NetworkRow row={diagram.student} whose="student" y={height - labelHeight} />
              <Labels columns={diagram.columns} network={student} y={height - 5} narrow={narrow} />
            </svg>
            {brackets.map((bracket) => (
              <BracketButton
                key={bracket.name}
                bracket={bracket}
                top={zoneTop}
                narrow={compact}
                selected={bracket.name === shown}
                onSelect={onSelectPair}
              />
            ))}
          </>
        )}
      </div>
      <Costs whose="student" name={words.student} network={student} />
      {brackets.some((bracket) => !bracket.fits) && (
        <ul className="networks-misfits">
          {brackets.map((bracket) => !bracket.fits && <li key={bracket.name}>{words.misfit(misfitOf(bracket))}</li>)}
          <li>
            {words.misfitAdvice} <RemedyButton />
          </li>
        </ul>
      )}
      {!paired && (
        <p className="networks-note">{method.kind === "none" ? words.noPairs : words.noPairsOf(method.kind)}</p>
      )}
      <NetworkLegend teacher={teacher} student={student} pairs={paired} />
      <NetworksText teacher={teacher} student={student} brackets={brackets} />
    </div>
  );
}

interface CostsProps {
  readonly whose: "teacher" | "student";
  readonly name: string;
  readonly network: Network;
}

function Costs({ whose, name, network }: CostsProps): ReactNode {
  const { networks: words } = useMessages();
  const { parameters, multiplyAdds } = useMemo(() => costsOf(network), [network]);
  return (
    <p className={`networks-costs networks-${whose}`}>
      <strong>{name}</strong> {words.costs(depthOf(network), parameters, multiplyAdds)}
    </p>
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
