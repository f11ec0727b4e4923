/** Runs gathered into groups, and what the statistics say of them: the same functions that the command line's tables are made of. */
import { canonicalJson } from "../../core/canonical.ts";
import type { Experiment } from "../../core/experiment.ts";
import { needsTeacher, stageOneIterations, stageOneOf } from "../../core/methods/facts.ts";
import { outcomeOf } from "../../core/run-end.ts";
import {
  baselineAccuracy,
  summariesOf,
  type ExperimentSummary,
  type RunOutcome,
} from "../../core/statistics/plan-summary.ts";
import { studentIterations } from "../../core/statistics/texts.ts";
import type { RunRecord } from "./run-records.ts";

/** `settings`: all that decides a run's numbers except its seed. `run`: each by itself. */
export const groupings = [
  "settings",
  "run",
  "name",
  "plan",
  "method",
  "data",
  "teacher",
  "student",
  "rate",
  "stageOneRate",
  "iterations",
  "batch",
  "lambda",
  "augment",
  "evaluateEvery",
  "seed",
  "state",
] as const;
export type Grouping = (typeof groupings)[number];

export interface RunGroup {
  /** Of no other group of this grouping. */
  readonly key: string;
  /** The latest training's first. */
  readonly records: readonly RunRecord[];
  /** Those that count: finished ones, of equal runs the latest alone. */
  readonly counted: readonly RunRecord[];
  /** Whether its runs differ in nothing but their seeds: only such groups are compared seed by seed. */
  readonly isOneSetting: boolean;
}

/** In the order of the records. */
export function groupsOf(records: readonly RunRecord[], grouping: Grouping): RunGroup[] {
  const byKey = new Map<string, RunRecord[]>();
  for (const record of records) {
    const key = groupKey(record, grouping);
    const known = byKey.get(key);
    if (known) known.push(record);
    else byKey.set(key, [record]);
  }
  return [...byKey].map(([key, own]) => {
    const settings = new Set(own.map(settingsKey));
    return { key, records: own, counted: countedIn(own), isOneSetting: settings.size === 1 };
  });
}

/** Whoever trains the same again has not measured anything new. */
function countedIn(records: readonly RunRecord[]): RunRecord[] {
  const latest = new Map<string, RunRecord>();
  for (const record of records) {
    if (record.state !== "finished") continue;
    const key = `${record.run.seed} ${settingsKey(record)}`;
    const known = latest.get(key);
    if (!known || known.training.begunAt < record.training.begunAt) latest.set(key, record);
  }
  return [...latest.values()].toSorted((a, b) => a.run.seed - b.run.seed);
}

function groupKey(record: RunRecord, grouping: Grouping): string {
  const { experiment, training, run, state } = record;
  switch (grouping) {
    case "settings":
      return settingsKey(record);
    case "run":
      return record.key;
    case "name":
      return experiment.name;
    case "plan":
      return training.plan.name;
    case "method":
      return experiment.method.kind;
    case "data":
      return canonicalJson(experiment.data);
    case "teacher":
      return canonicalJson(experiment.teacher);
    case "student":
      return canonicalJson(experiment.student);
    case "rate":
      return String(experiment.task.rate);
    case "stageOneRate":
      return String(stageOneOf(experiment.method)?.rate ?? "");
    case "batch":
      return String(experiment.batch);
    case "lambda":
      return "lambda" in experiment.method ? String(experiment.method.lambda) : "";
    case "augment":
      return canonicalJson(experiment.augment);
    case "evaluateEvery":
      return String(experiment.evaluateEvery);
    case "iterations":
      return studentIterations({ fsp: stageOneIterations(experiment.method), task: experiment.task.iterations });
    case "seed":
      return String(run.seed);
    case "state":
      return state;
    default:
      return grouping satisfies never;
  }
}

const settingsKeys = new WeakMap<RunRecord, string>();

/** A run's name decides no number; whether its teacher is its own does. */
function settingsKey(record: RunRecord): string {
  const known = settingsKeys.get(record);
  if (known !== undefined) return known;
  const { experiment, training } = record;
  const { name: _, teacher, ...rest } = experiment;
  const taught = needsTeacher(experiment.method)
    ? { teacher, perSeed: teacher.kind === "recipe" && training.plan.teacherPerSeed }
    : {};
  const key = canonicalJson({ ...rest, ...taught });
  settingsKeys.set(record, key);
  return key;
}

export interface GroupSummary extends Omit<ExperimentSummary, "experiment" | "failed"> {
  readonly group: RunGroup;
  /** Seconds of training steps, of stages 1 and 2, the mean over the counted runs; null without one. */
  readonly seconds: number | null;
}

export interface SummarySettings {
  /** Key of the group that others are compared with; null: none is compared. */
  readonly baseline: string | null;
  /** The validation accuracy to reach, a fraction; null: what the baseline has at its end. */
  readonly reach: number | null;
  /** Of the verdict "no better", a fraction. */
  readonly margin: number;
}

/** One for each group, in their order. */
export function groupSummaries(
  groups: readonly RunGroup[],
  { baseline, reach, margin }: SummarySettings,
): GroupSummary[] {
  const base = groups.find(({ key, isOneSetting }) => key === baseline && isOneSetting);
  // Groups in which a seed stands for several settings have no pairs: they are summed up by themselves.
  const compared = summed(
    groups.filter(({ isOneSetting }) => isOneSetting),
    base?.key ?? null,
    reach,
    margin,
  );
  const mixed = summed(
    groups.filter(({ isOneSetting }) => !isOneSetting),
    null,
    reach ?? compared.reach,
    margin,
  );
  const found = new Map([...compared.summaries, ...mixed.summaries]);
  return groups.map((group) => {
    const { iterations, test, comparison, reach: reached } = found.get(group.key) ?? nothing;
    return { group, iterations, test, comparison, reach: reached, seconds: secondsOf(group) };
  });
}

const nothing = { iterations: null, test: null, comparison: null, reach: null };

function summed(groups: readonly RunGroup[], baseline: string | null, reach: number | null, margin: number) {
  const plan = { experiments: groups.map(named), baseline };
  const outcomes = groups.flatMap(outcomesOf);
  const target = reach ?? baselineAccuracy(plan, outcomes);
  const summaries = summariesOf(plan, outcomes, target, margin);
  return { reach: target, summaries: summaries.map((one) => [one.experiment.name, one] as const) };
}

/** Under the name of its group, as the statistics tell experiments apart. */
function named({ key, records }: RunGroup): Experiment {
  return { ...records[0]!.experiment, name: key };
}

function outcomesOf({ key, counted }: RunGroup): RunOutcome[] {
  return counted.flatMap(({ end, run }) => {
    const outcome = end && outcomeOf(end);
    return outcome ? [{ ...outcome, run: { experiment: key, seed: run.seed } }] : [];
  });
}

function secondsOf({ counted }: RunGroup): number | null {
  if (counted.length === 0) return null;
  const seconds = counted.map(({ end }) => (end ? end.times[1].seconds + end.times[2].seconds : 0));
  return seconds.reduce((sum, value) => sum + value, 0) / counted.length;
}

/** The one to compare with where nobody says: a plan's own baseline, else a student that learns without a teacher. */
export function usualBaseline(groups: readonly RunGroup[]): RunGroup | null {
  const able = groups.filter(({ isOneSetting, counted }) => isOneSetting && counted.length > 0);
  const isBaseline = ({ records }: RunGroup) =>
    records.some(({ training, run }) => training.plan.baseline === run.experiment);
  return (
    able.find(isBaseline) ??
    able.find(({ records }) => records[0]!.experiment.method.kind === "none") ??
    able[0] ??
    null
  );
}
