import type { Grouping, Sorting } from "../../client/runs/groups.ts";
import { noBetterMargin, type Weights } from "../../core/statistics/plan-summary.ts";

/** How the person looks at the runs. */
export interface RunsChoice {
  readonly filter: string;
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  readonly weights: Weights;
  /** Validation accuracy to reach, a fraction; null: the baseline's at its end. */
  readonly reach: number | null;
  /** Key of a group; undefined: as usual; null: none. */
  readonly baseline: string | null | undefined;
  /** A fraction. */
  readonly margin: number;
}

export const firstChoice: RunsChoice = {
  filter: "",
  grouping: "settings",
  sorting: "latest",
  weights: "last",
  reach: null,
  baseline: undefined,
  margin: noBetterMargin,
};
