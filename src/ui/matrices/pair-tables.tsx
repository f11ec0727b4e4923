import type { ReactNode } from "react";
import type { RunView } from "../../client/run-view.ts";
import type { MatricesReport } from "../../core/report.ts";
import type { TabledMatrix } from "./matrix-table.tsx";
import { MatrixTable } from "./matrix-table.tsx";
import { SingularValues } from "./singular-values.tsx";

interface PairTablesProps {
  readonly pair: string;
  /** Teacher's and student's, and whatever else is to be read as numbers. */
  readonly matrices: readonly TabledMatrix[];
  readonly run: RunView | null;
  /** When they were measured. */
  readonly after: Pick<MatricesReport, "stage" | "step"> | null;
}

/** A pair's matrices as numbers, and by their singular values. */
export function PairTables({ pair, matrices, run, after }: PairTablesProps): ReactNode {
  const of = (kind: TabledMatrix["kind"]) => matrices.find((matrix) => matrix.kind === kind) ?? null;
  return (
    <>
      <MatrixTable pair={pair} matrices={matrices} fileName={fileNameOf(run, pair, after)} />
      <SingularValues pair={pair} teacher={of("teacher")} student={of("student")} />
    </>
  );
}

/** Without an ending: whose matrices these are, and of when. */
function fileNameOf(run: RunView | null, pair: string, after: PairTablesProps["after"]): string {
  const whose = run ? `${run.run.experiment}-s${run.run.seed}-` : "";
  return `${whose}${pair}${after ? `-stage${after.stage}-${after.step}` : ""}`;
}
