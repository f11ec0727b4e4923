/**
 * Going on with a smaller rate from where a run's numbers were finite last, as an experiment of its own: its schedule says
 * from which iteration on the rate is smaller, so that a run of it from the beginning comes to the same numbers.
 */
import { canonicalJson } from "./canonical.ts";
import { toPlan } from "./document.ts";
import { longestName } from "./experiment.ts";
import type { Document, Experiment, Plan, Schedule, Stage } from "./experiment.ts";
import { stageOneOf } from "./methods/facts.ts";
import { teacherKey } from "./plan-runs.ts";
import type { Report, RunKey } from "./report.ts";
import { isSameRun, pageOrder } from "./run-order.ts";
import { rateAt } from "./schedule.ts";
import { mostDrops } from "./schema-parts.ts";

/** By how much the rate becomes smaller where a schedule says nothing of its own. */
const slowing = 0.1;

export interface Slower {
  readonly document: Document;
  /** What the run is called there. */
  readonly run: RunKey;
  /** Of the iteration behind the last sound one. */
  readonly was: number;
  readonly now: number;
  /** Whether the run can go on from there; else its schedule cannot say so, or other runs come before it, and all begins anew. */
  readonly goesOn: boolean;
}

/** `done` iterations of the stage of this run of the document are sound. */
export function slower(document: Document, run: RunKey, stage: Stage, done: number): Slower {
  const plan = toPlan(document);
  const broken = plan.experiments.find(({ name }) => name === run.experiment);
  if (!broken) throw new RangeError(`slower: the document has no experiment "${run.experiment}"`);
  const before = scheduleOf(broken, stage);
  const from = slowedFrom(before, done);
  const after = from ?? slowedFrom(before, 0)!;
  const key = teacherKey(plan, broken, run.seed);
  const taken = new Set(plan.experiments.map(({ name }) => name));
  const renamed = new Map<string, string>();
  const experiments = plan.experiments.map((experiment) => {
    // A shared teacher belongs to all who learn from it.
    const isChanged = stage === 0 ? teacherKey(plan, experiment, run.seed) === key : experiment === broken;
    if (!isChanged) return experiment;
    const name = slowerName(experiment.name, taken);
    taken.add(name);
    renamed.set(experiment.name, name);
    return { ...withSchedule(experiment, stage, after), name };
  });
  const runs = pageOrder(plan);
  const at = runs.findIndex((other) => isSameRun(other, run));
  const isFirstChanged = runs.slice(0, at).every(({ experiment }) => !renamed.has(experiment));
  const changed: Plan = {
    ...plan,
    name: slowerName(plan.name, new Set([plan.name])),
    baseline: plan.baseline === null ? null : (renamed.get(plan.baseline) ?? plan.baseline),
    experiments,
  };
  return {
    document: document.kind === "plan" ? changed : experiments[0]!,
    run: { ...run, experiment: renamed.get(run.experiment)! },
    was: rateAt(before, done),
    now: rateAt(after, done),
    goesOn: from !== null && isFirstChanged,
  };
}

/** The same up to iteration `done`, and slower from there on; null where the schedule's drops cannot say that. */
export function slowedFrom(schedule: Schedule, done: number): Schedule | null {
  const { rate, drops, factor, iterations } = schedule;
  // Rounded as somebody would write it: 0.1 * 0.1 is not 0.01.
  if (done === 0) return { ...schedule, rate: Number((rate * slowing).toPrecision(12)) };
  if (done >= iterations) return null;
  if (drops.length === 0) return { ...schedule, drops: [done], factor: slowing };
  if (drops.includes(done) || drops.length >= mostDrops || factor <= 0 || factor >= 1) return null;
  return { ...schedule, drops: [...drops, done].toSorted((a, b) => a - b) };
}

/** Whether a run of either experiment is in the same state after `done` iterations of the stage. */
export function isSameUntil(a: Experiment, b: Experiment, stage: Stage, done: number): boolean {
  const [theirs, ours] = [scheduleOf(a, stage), scheduleOf(b, stage)];
  if (canonicalJson({ ...withSchedule(b, stage, theirs), name: a.name }) !== canonicalJson(a)) return false;
  const { rate: _, drops: _drops, factor: _factor, ...others } = ours;
  if (canonicalJson({ ...theirs, ...others }) !== canonicalJson(theirs)) return false;
  for (let at = 0; at < done; at++) if (rateAt(theirs, at) !== rateAt(ours, at)) return false;
  return true;
}

/** Of a run's reports those that come before the step behind `done`, as a run that goes on from there would not tell them again. */
export function reportsUntil(reports: readonly Report[], stage: Stage, done: number): Report[] {
  const isBehind = (report: Report) => {
    // A teacher's training that goes on does not say once more that it begins.
    if (report.type === "stage") return report.stage > stage || (report.stage === stage && stage > 0 && done === 0);
    return report.type === "step" && (report.stage > stage || (report.stage === stage && report.step > done));
  };
  const end = reports.findIndex(isBehind);
  return end === -1 ? [...reports] : reports.slice(0, end);
}

function scheduleOf(experiment: Experiment, stage: Stage): Schedule {
  const schedule = scheduleIn(experiment, stage);
  if (!schedule) throw new RangeError(`slower: "${experiment.name}" has no stage ${stage}`);
  return schedule;
}

function scheduleIn({ method, teacher, task }: Experiment, stage: Stage): Schedule | null {
  return { 0: teacher.kind === "recipe" ? teacher.schedule : null, 1: stageOneOf(method), 2: task }[stage];
}

function withSchedule(experiment: Experiment, stage: Stage, schedule: Schedule): Experiment {
  const { method, teacher } = experiment;
  if (stage === 2) return { ...experiment, task: schedule };
  if (stage === 1) return "schedule" in method ? { ...experiment, method: { ...method, schedule } } : experiment;
  return teacher.kind === "recipe" ? { ...experiment, teacher: { ...teacher, schedule } } : experiment;
}

/** A name that is not taken, within what names may have; of one that is slower already, the next. */
function slowerName(name: string, taken: ReadonlySet<string>): string {
  const { stem, count } = slowed(name);
  for (let next = count + 1; ; next++) {
    const found = slowedName(stem, next);
    if (!taken.has(found)) return found;
  }
}

/** What an experiment was called before its rate was made smaller for the last time; null where it never was. */
export function nameBefore(name: string): string | null {
  const { stem, count } = slowed(name);
  return count === 0 ? null : slowedName(stem, count - 1);
}

/** How often it was made slower, by its name. */
function slowed(name: string): { readonly stem: string; readonly count: number } {
  const found = /^(.*)-slower(?:-(\d+))?$/.exec(name);
  return found ? { stem: found[1]!, count: Number(found[2] ?? 1) } : { stem: name, count: 0 };
}

/** What an experiment is called whose rate was made smaller so often. */
export function slowedName(stem: string, count: number): string {
  const suffix = count === 0 ? "" : count === 1 ? "-slower" : `-slower-${count}`;
  return `${stem.slice(0, longestName - suffix.length)}${suffix}`;
}

/** From which iteration of a stage on, counted from 0, two experiments' rates differ. */
export interface RateChange {
  readonly stage: Stage;
  readonly done: number;
  readonly was: number;
  readonly now: number;
}

/** The first of each stage that both go through. */
export function rateChanges(before: Experiment, after: Experiment): RateChange[] {
  return ([0, 1, 2] as const).flatMap((stage): RateChange[] => {
    const [theirs, ours] = [scheduleIn(before, stage), scheduleIn(after, stage)];
    if (!theirs || !ours) return [];
    for (const done of [0, ...theirs.drops, ...ours.drops].toSorted((a, b) => a - b)) {
      if (done >= Math.min(theirs.iterations, ours.iterations)) break;
      const [was, now] = [rateAt(theirs, done), rateAt(ours, done)];
      if (was !== now) return [{ stage, done, was, now }];
    }
    return [];
  });
}
