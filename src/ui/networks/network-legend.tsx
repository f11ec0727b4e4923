import type { ReactNode } from "react";
import { useMemo } from "react";
import type { Network, NetworkNode } from "../../core/network.ts";
import { useMessages } from "../messages/messages.ts";
import { isWide } from "./diagram.ts";
import { figuresOf, segmentsOf } from "./segments.ts";

interface NetworkLegendProps {
  readonly teacher: Network;
  readonly student: Network;
  readonly pairs: boolean;
}

/** What the boxes and labels of this diagram mean: only the kinds of layer that stand in it. */
export function NetworkLegend({ teacher, student, pairs }: NetworkLegendProps): ReactNode {
  const { networks: words } = useMessages();
  const ops = useMemo(() => {
    const seen = new Set<NetworkNode["op"]>([...teacher.nodes, ...student.nodes].map((node) => node.op));
    seen.delete("input");
    return [...seen];
  }, [teacher, student]);
  const example = useMemo(() => {
    const segment = segmentsOf(teacher).find(({ section }) => section !== null);
    return segment ? figuresOf(teacher, segment) : null;
  }, [teacher]);
  return (
    <div className="networks-legend">
      <ul>
        {ops.map((op) => (
          <li key={op}>
            <svg className="networks-key" width={isWide(op) ? 12 : 7} height="12" aria-hidden="true">
              <rect
                className={`networks-box networks-${op}`}
                x="0.5"
                y={op === "add" ? 3 : 0.5}
                width={isWide(op) ? 11 : 6}
                height={op === "add" ? 6 : 11}
                rx={op === "add" ? 3 : 0.5}
              />
            </svg>
            {words.ops[op]}
          </li>
        ))}
      </ul>
      <details>
        <summary>{words.moreToRead}</summary>
        {example && <p>{words.readLabel(example)}</p>}
        {pairs && <p>{words.readBracket}</p>}
      </details>
    </div>
  );
}
