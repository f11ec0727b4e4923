/** Every run that this browser knows, whichever training made it: what the drawer lists, compares and exports. */
import { toPlan } from "../../core/document.ts";
import type { Experiment, Plan } from "../../core/experiment.ts";
import { isTrialId, runId } from "../../core/plan-jobs.ts";
import type { Environment, RunKey } from "../../core/report.ts";
import type { RunEnd } from "../../core/run-end.ts";
import { pageOrder } from "../../core/run-order.ts";
import { withRate } from "../../core/sweep.ts";
import { triedRatesOf } from "../../core/tried-rates.ts";
import type { EarlierTraining } from "../kept-lists.ts";
import type { RunQueue } from "../run-queue.ts";

/** One press of Train. */
export interface TrainingFacts {
  readonly id: string;
  readonly plan: Plan;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  readonly environment: Environment | null;
  /** Those of its sweep's rates that have ended. */
  readonly trials: readonly RunEnd[];
}

export type RecordState = "training" | "interrupted" | "finished" | "failed" | "skipped";

export interface RunRecord {
  /** Of no other run. */
  readonly key: string;
  readonly training: TrainingFacts;
  readonly run: RunKey;
  /** With the rate that it is trained with. */
  readonly experiment: Experiment;
  readonly state: RecordState;
  /** Null while it is trained, and where it was interrupted. */
  readonly end: RunEnd | null;
}

/** The training on screen, whose queue says more than what is kept of it yet. */
export interface LiveTraining {
  readonly plan: Plan;
  readonly environment: Environment | null;
  readonly queue: RunQueue;
  /** Of a run that has begun and not ended. */
  readonly openState: RecordState;
}

/** The latest training first; within one, in the order in which runs ended. */
export function runRecords(live: LiveTraining | null, earlier: readonly EarlierTraining[]): RunRecord[] {
  const others = earlier.filter(({ id }) => id !== live?.queue.training);
  return [...(live ? liveRecords(live) : []), ...others.flatMap(earlierRecords)];
}

function liveRecords({ queue, plan, environment, openState }: LiveTraining): RunRecord[] {
  const { ends, current, training: id, begunAt } = queue;
  const training = { id, plan, begunAt, environment, trials: trialsIn(ends) };
  return [...endedRecords(training, ends), ...openRecord(training, ends, current, openState)];
}

function earlierRecords(record: EarlierTraining): RunRecord[] {
  const { id, document, begunAt, environment, ends = [], checkpoints, chunks, order, status, isHeld } = record;
  const training = { id, plan: toPlan(document), begunAt, environment, trials: trialsIn(ends) };
  const ended = new Set(ends.map((end) => end.id));
  const next = (order ?? pageOrder(training.plan)).find((run) => !ended.has(runId(run))) ?? null;
  const current = status === "finished" || chunks === 0 ? null : (checkpoints[0]?.run ?? next);
  const state = isHeld ? "training" : status === "failed" ? "failed" : "interrupted";
  return [...endedRecords(training, ends), ...openRecord(training, ends, current, state)];
}

/** Failed ones too. */
function trialsIn(ends: readonly RunEnd[]): RunEnd[] {
  return ends.filter(({ id }) => isTrialId(id));
}

function endedRecords(training: TrainingFacts, ends: readonly RunEnd[]): RunRecord[] {
  return ends.flatMap((end): RunRecord[] => {
    if (end.how.kind === "tried") return [];
    const experiment = experimentOf(training, end.run);
    if (!experiment) return [];
    const key = keyOf(training, end.run);
    return [{ key, training, run: end.run, experiment: withRate(experiment, end.rate), state: end.how.kind, end }];
  });
}

function openRecord(
  training: TrainingFacts,
  ends: readonly RunEnd[],
  run: RunKey | null,
  state: RecordState,
): RunRecord[] {
  const experiment = run && experimentOf(training, run);
  if (!run || !experiment || ends.some(({ id }) => id === runId(run))) return [];
  const rate = triedRatesOf(training.plan, experiment, training.trials)?.tuning.rate ?? experiment.task.rate;
  return [{ key: keyOf(training, run), training, run, experiment: withRate(experiment, rate), state, end: null }];
}

/** None of a trial, which is no run of the plan. */
function experimentOf({ plan }: TrainingFacts, { experiment }: RunKey): Experiment | null {
  return plan.experiments.find(({ name }) => name === experiment) ?? null;
}

function keyOf({ id }: TrainingFacts, run: RunKey): string {
  return `${id} ${runId(run)}`;
}
