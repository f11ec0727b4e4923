import type { ReactNode } from "react";
import type { RunView } from "../../client/run-view.ts";
import type { Matrix } from "../../core/report.ts";
import "./matrices.css";

export interface MatricesPanelProps {
  readonly run: RunView | null;
  readonly teacherMatrices: readonly Matrix[] | null;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** The FSP matrices of each pair: teacher, student, and how they differ. */
export function MatricesPanel({ selectedPair }: MatricesPanelProps): ReactNode {
  return <div className="matrices">{selectedPair}</div>;
}
