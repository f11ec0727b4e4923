/** The matrices that a run reported, kept so that one can go back to them. */
import type { Stage } from "../core/experiment.ts";
import type { Moment } from "../core/moment.ts";
import type { MatricesReport } from "../core/report.ts";
import { spare } from "../core/snapshot-schedule.ts";

/** Of one run. */
const budgetBytes = 4 * 2 ** 20;

/** The history with one report more; over the budget the middle is thinned, as the worker thins its snapshots. */
export function withMatrices(
  history: readonly MatricesReport[],
  report: MatricesReport,
  stages: readonly { readonly stage: Stage; readonly iterations: number }[],
): readonly MatricesReport[] {
  const next = [...history, report];
  const bytes = report.matrices.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (next.length * bytes <= budgetBytes) return next;
  const of = (stage: Stage) => stages.find((each) => each.stage === stage)?.iterations ?? 0;
  const victim = spare(next.map(momentOf), { 1: of(1), 2: of(2) });
  return next.filter(({ stage, step }) => stage !== victim?.stage || step !== victim.step);
}

/** A student's, so of no teacher's stage. */
function momentOf({ stage, step }: MatricesReport): Moment {
  return { stage: stage === 1 ? 1 : 2, step };
}
