import type { Grouping } from "../../client/runs/groups.ts";
import { firstOrder, type Order } from "../../client/runs/sorting.ts";
import { noBetterMargin, type Weights } from "../../core/statistics/plan-summary.ts";

/** How the person looks at the runs. */
export interface RunsChoice {
  readonly filter: string;
  readonly grouping: Grouping;
  readonly order: Order;
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
  order: firstOrder("latest"),
  weights: "last",
  reach: null,
  baseline: undefined,
  margin: noBetterMargin,
};
