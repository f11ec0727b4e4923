import type { ReactNode } from "react";
import { useMemo } from "react";
import type { Network } from "../../core/network.ts";
import { costsOf } from "../../core/network.ts";
import type { Method } from "../../core/experiment.ts";
import { readsFsp } from "../../core/methods/facts.ts";
import { OpenMatching } from "../matching/open-matching.tsx";
import { useMessages } from "../messages/messages.ts";
import { RemedyButton } from "../setup/mend-buttons.tsx";
import { shapesOf } from "./brackets.ts";
import { useElementWidth } from "./element-width.ts";
import { NetworkLegend } from "./network-legend.tsx";
import { NetworksDiagram, useDrawing } from "./networks-diagram.tsx";
import { NetworksText } from "./networks-text.tsx";
import { depthOf } from "./segments.ts";
import "./networks.css";

export interface NetworksPanelProps {
  readonly teacher: Network;
  readonly student: Network;
  readonly method: Method;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** Both networks on one depth axis with their pairs, what they cost, and in words what cannot be compared. */
export function NetworksPanel({ teacher, student, method, selectedPair, onSelectPair }: NetworksPanelProps): ReactNode {
  const { networks: words, problems } = useMessages();
  const [width, ref] = useElementWidth();
  const paired = readsFsp(method);
  const drawing = useDrawing(teacher, student, paired ? method : null, width);
  const { brackets, narrow, compact, height } = drawing;
  // As in the matrices: where nobody chose, the first.
  const shown = selectedPair ?? brackets.find((bracket) => bracket.fits)?.name ?? null;
  const broken = brackets.flatMap((bracket) => (bracket.fits ? [] : [bracket]));
  return (
    <div className={`networks${narrow ? " networks-narrow" : ""}${compact ? " networks-compact" : ""}`}>
      <Costs whose="teacher" name={words.teacher} network={teacher} />
      <div className="networks-diagram" ref={ref} style={{ height }}>
        {width > 0 && (
          <NetworksDiagram
            drawing={drawing}
            teacher={teacher}
            student={student}
            selectedPair={shown}
            onSelectPair={onSelectPair}
          />
        )}
      </div>
      <Costs whose="student" name={words.student} network={student} />
      {broken.length > 0 && (
        <ul className="networks-misfits">
          {broken.map((bracket) => (
            <li key={bracket.name}>{problems.misfit(bracket.name, shapesOf(bracket), bracket.reason)}</li>
          ))}
          <li>
            <RemedyButton /> <OpenMatching />
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
