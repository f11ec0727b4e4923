import type { ReactNode } from "react";
import type { Network } from "../../core/network.ts";
import type { FirstTap } from "../../core/pairs.ts";
import "./networks.css";

export interface NetworksPanelProps {
  readonly teacher: Network;
  readonly student: Network;
  /** Null where the method compares no matrices. */
  readonly firstTap: FirstTap | null;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** Both networks on one depth axis, and the FSP pairs as brackets that meet between them. */
export function NetworksPanel({ teacher, student }: NetworksPanelProps): ReactNode {
  return (
    <div className="networks">
      {teacher.output} {student.output}
    </div>
  );
}
