/** A plan as the few settings that the screen edits, and the plan again after they were changed. */
import { canonicalJson } from "../core/canonical.ts";
import { defaultExperiment } from "../core/defaults.ts";
import type { Document, Experiment, Matching, Plan, Remedy, Schedule, Teacher } from "../core/experiment.ts";
import { experimentsOf, toPlan } from "../core/document.ts";
import { fspSettingsOf, methodWithoutUsual } from "../core/fsp-settings.ts";
import { needsTeacher, readsFsp, stageOneOf } from "../core/methods/facts.ts";
import { usualMethods } from "../core/methods/usual.ts";
import { networkChosen } from "../core/network-choice.ts";
import type { FirstTap } from "../core/pairs.ts";
import type { Pairing, Pool, Reduction, ResizedMap, Total } from "../core/relations/convention.ts";
import type { MatrixKind } from "../core/relations/settings.ts";
import { ofIterations } from "../core/schedule.ts";
import type { DataSettings } from "./data-settings.ts";
import { dataOf, dataSettingsOf, areOfSameImages } from "./data-settings.ts";
import type { MethodSettings } from "./method-settings.ts";
import { isForeign, methodOfKind, methodSettingsOf, withMethodSettings } from "./method-settings.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { choiceOf, isIdle, keptNetworks, networkSettingsOf } from "./network-settings.ts";
import { withoutStrangers } from "./pair-weights.ts";
import type { TaskSettings } from "./task-settings.ts";
import { isIdleOfTask, taskSettingsOf, withTask } from "./task-settings.ts";
import type { TrainedSettings } from "./teacher-settings.ts";
import { isIdleOfTeacher, trainedChosen, trainedSettingsOf } from "./teacher-settings.ts";

/** Of the plan's leading experiment: the first with a method, else the first. */
export interface Settings extends DataSettings, NetworkSettings, MethodSettings, TrainedSettings, TaskSettings {
  readonly teacherSeed: number;
  readonly teacherIterations: number;
  readonly teacherRate: number;
  readonly method: Experiment["method"]["kind"];
  readonly firstTap: FirstTap;
  readonly pairing: Pairing;
  readonly pool: Pool;
  readonly resized: ResizedMap;
  readonly reduction: Reduction;
  readonly total: Total;
  readonly matching: Matching;
  readonly matrix: MatrixKind;
  readonly remedy: Remedy["kind"];
  readonly lambda: number;
  /** Of pairs whose weight is not the common one, by their names. */
  readonly pairLambda: Readonly<Record<string, number>>;
  readonly fspIterations: number;
  readonly fspRate: number;
  readonly taskIterations: number;
  readonly taskRate: number;
  readonly momentum: number;
  readonly decay: number;
  readonly batch: number;
  readonly crop: boolean;
  readonly flip: boolean;
  readonly evaluateEvery: number;
}
export type Setting = keyof Settings;
export type Changes = Partial<Settings>;

const usual = (() => {
  const { method, teacher } = defaultExperiment;
  if (method.kind !== "fsp" || teacher.kind !== "recipe")
    throw new Error("settings: the default experiment has changed its kind");
  return { method, teacher };
})();

/** What each remedy is where nobody says more. */
export const usualRemedies = {
  none: { kind: "none" },
  adapter: { kind: "adapter" },
  assignment: { kind: "assignment", reduction: "absolute-maximum", every: 50 },
  projection: { kind: "projection" },
  cka: { kind: "cka" },
  traces: { kind: "traces" },
} as const satisfies { readonly [Kind in Remedy["kind"]]: Extract<Remedy, { kind: Kind }> };

/** The one that a plan's settings are shown of, and its networks drawn with their pairs: FSP where there is any. */
export function leadOf({ experiments }: Plan): Experiment {
  return (
    experiments.find(({ method }) => readsFsp(method)) ??
    experiments.find(({ method }) => needsTeacher(method)) ??
    experiments[0]!
  );
}

export function settingsOf(experiment: Experiment): Settings {
  const { data, teacher, task, batch, evaluateEvery } = experiment;
  const method = readsFsp(experiment.method) ? experiment.method : usual.method;
  const stageOne = stageOneOf(experiment.method) ?? usual.method.schedule;
  const recipe = teacher.kind === "recipe" ? teacher : usual.teacher;
  const { convention, matching, matrix, remedy } = fspSettingsOf(method);
  const { pairs: pairing, ...reduced } = convention;
  return {
    ...networkSettingsOf(experiment),
    ...dataSettingsOf(data),
    ...taskSettingsOf(recipe, experiment.method),
    ...trainedSettingsOf(teacher),
    teacherSeed: recipe.seed,
    teacherIterations: recipe.schedule.iterations,
    teacherRate: recipe.schedule.rate,
    method: experiment.method.kind,
    firstTap: method.firstTap,
    pairing,
    ...reduced,
    matching,
    matrix,
    remedy: remedy.kind,
    lambda: method.lambda,
    pairLambda: method.pairLambda,
    fspIterations: stageOne.iterations,
    fspRate: stageOne.rate,
    ...methodSettingsOf(experiment.method),
    taskIterations: task.iterations,
    taskRate: task.rate,
    momentum: task.momentum,
    decay: task.decay,
    batch,
    crop: experiment.augment.crop,
    flip: experiment.augment.flip,
    evaluateEvery,
  };
}

/** The settings in which `changes` differ from the original plan's, and that say something. */
export function changedSettings(origin: Plan, changes: Changes): Setting[] {
  const after = { ...settingsOf(leadOf(origin)), ...changes };
  return differing(origin, changes).filter(
    (key) => !isIdle(key, after) && !isIdleOfTeacher(key, changes, after) && !isIdleOfTask(key, after),
  );
}

function differing(origin: Plan, changes: Changes): Setting[] {
  const lead = leadOf(origin);
  const base = ofMethod(lead, changes.method);
  const before = settingsOf(base);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets that they are settings
  return (Object.keys(changes) as Setting[]).filter(
    (key) =>
      changes[key] !== undefined &&
      (key === "method" ? changes[key] !== lead.method.kind : !isSame(changes[key], before[key])) &&
      !isForeign(base.method.kind, key),
  );
}

function isSame(a: Settings[Setting] | undefined, b: Settings[Setting]): boolean {
  // NaN, of a field that was emptied, is JSON's null.
  return a === b || (typeof a === "object" && typeof b === "object" && canonicalJson(a) === canonicalJson(b));
}

/**
 * The plan with the changes in every experiment that they concern: one that had its own value in a setting keeps it,
 * so that a comparison stays the comparison it was; a plain student of equal total goes on to equal the total.
 */
export function withChanges(origin: Plan, changes: Changes): Plan {
  const lead = leadOf(origin);
  const base = ofMethod(lead, changes.method);
  const before = settingsOf(base);
  const changed = differing(origin, changes);
  if (changed.length === 0) return origin;
  const newLead = rebuilt(base, { ...before, ...changes });
  const total = totalOf(lead);
  const experiments = origin.experiments.map((experiment) => {
    if (experiment === lead) return newLead;
    const own = settingsOf(experiment);
    const concerned = changed.filter(
      (key) => isCommon(key, own, before) && (key !== "method" || origin.experiments.length === 1),
    );
    const settings: Settings = {
      ...own,
      ...Object.fromEntries(concerned.map((key) => [key, changes[key]])),
      ...keptNetworks(experiment, lead, changes),
    };
    const next = rebuilt(experiment, settings);
    return total && canonicalJson(experiment.task) === canonicalJson(total)
      ? { ...next, task: totalOf(newLead) ?? newLead.task }
      : next;
  });
  return { ...origin, experiments };
}

/** Of another method its usual settings, which changes may then be of. */
function ofMethod(experiment: Experiment, kind: Experiment["method"]["kind"] | undefined): Experiment {
  return kind === undefined ? experiment : { ...experiment, method: methodOfKind(experiment.method, kind) };
}

/** Whether an experiment has the lead's value; of one set of images, whichever part of it. */
function isCommon(key: Setting, own: Settings, lead: Settings): boolean {
  return key === "stored" ? own.stored?.sha256 === lead.stored?.sha256 : isSame(own[key], lead[key]);
}

/** The task's schedule stretched to the iterations of both stages; null for a method without stage 1. */
function totalOf({ method, task }: Experiment): Schedule | null {
  const stageOne = stageOneOf(method);
  return stageOne && ofIterations(task, task.iterations + stageOne.iterations);
}

function rebuilt(experiment: Experiment, settings: Settings): Experiment {
  const { momentum, decay, batch, crop, flip, evaluateEvery } = settings;
  const { task } = experiment;
  // Stage 1 may have a momentum and a decay of its own, which stay until somebody changes the common ones.
  const schedule = (from: Schedule, iterations: number, rate: number): Schedule => ({
    ...ofIterations(from, iterations),
    rate,
    momentum: momentum === task.momentum ? from.momentum : momentum,
    decay: decay === task.decay ? from.decay : decay,
  });
  return withoutStrangers({
    ...experiment,
    data: dataOf(experiment.data, settings),
    teacher: teacherOf(experiment, settings),
    student: networkChosen(choiceOf("student", settings), experiment.student),
    method: methodOf(experiment, settings, schedule),
    batch,
    augment: { crop, flip },
    task: schedule(task, settings.taskIterations, settings.taskRate),
    evaluateEvery,
  });
}

function teacherOf({ teacher, data }: Experiment, settings: Settings): Teacher {
  const { teacherSeed: seed, teacherIterations, teacherRate: rate } = settings;
  const trained = trainedChosen(settings);
  // The document's own was trained on its images; another was chosen for those that there are now.
  const isOwn = canonicalJson(trained) === canonicalJson(teacher);
  if (trained && (!isOwn || areOfSameImages(settings, data))) return trained;
  const network = networkChosen(choiceOf("teacher", settings), (settings.trained ?? teacher).network);
  const recipe = teacher.kind === "recipe" ? teacher : usual.teacher;
  return {
    ...withTask(recipe, settings),
    seed,
    network,
    schedule: { ...ofIterations(recipe.schedule, teacherIterations), rate },
  };
}

function methodOf(
  { method }: Experiment,
  settings: Settings,
  schedule: (from: Schedule, iterations: number, rate: number) => Schedule,
): Experiment["method"] {
  const { firstTap, lambda, pairLambda, fspIterations, fspRate } = settings;
  const { pairing: pairs, pool, resized, reduction, total, matching, matrix } = settings;
  if (method.kind === "copy") return settings.classifier ? usualMethods.copy : { ...method, classifier: false };
  const own = withMethodSettings(method, settings);
  const from = "schedule" in own ? { ...own, schedule: schedule(own.schedule, fspIterations, fspRate) } : own;
  if (!readsFsp(from)) return from;
  const kept = fspSettingsOf(from).remedy;
  const remedy = settings.remedy === kept.kind ? kept : usualRemedies[settings.remedy];
  return methodWithoutUsual({
    ...from,
    firstTap,
    lambda,
    pairLambda,
    convention: { pairs, pool, resized, reduction, total },
    matching,
    matrix,
    remedy,
  });
}

/** What is set up: where it came from, and what was changed since. */
export interface Setup {
  readonly origin: Document;
  readonly changes: Changes;
  readonly seeds: readonly number[];
  /** Names of experiments that shall not run. */
  readonly leftOut: readonly string[];
}

export function setupOf(origin: Document): Setup {
  return { origin, changes: {}, seeds: toPlan(origin).seeds, leftOut: [] };
}

/** The plan to run. */
export function planOf({ origin, changes, seeds, leftOut }: Setup): Plan {
  const plan = withChanges(toPlan(origin), changes);
  if (leftOut.length === 0 && seeds === plan.seeds) return plan;
  const { baseline } = plan;
  return {
    ...plan,
    seeds: [...seeds],
    baseline: baseline !== null && leftOut.includes(baseline) ? null : baseline,
    experiments: plan.experiments.filter(({ name }) => !leftOut.includes(name)),
  };
}

/** What a link holds: a lone experiment stays one, unless it is to run with a seed of its own. */
export function documentFor(setup: Setup): Document {
  const plan = planOf(setup);
  const isDefaultSeed = canonicalJson(setup.seeds) === canonicalJson(toPlan(setup.origin).seeds);
  return setup.origin.kind === "experiment" && isDefaultSeed ? plan.experiments[0]! : plan;
}

/** Whether the set-up is still the document, whatever the order of its keys. */
export function isSetupOf(setup: Setup, document: Document): boolean {
  return canonicalJson(toPlan(documentFor(setup))) === canonicalJson(toPlan(document));
}

/** At least one experiment of the plan stays in. */
export function withLeftOut(setup: Setup, name: string, out: boolean): Setup {
  const others = setup.leftOut.filter((other) => other !== name);
  const leftOut = out ? [...others, name] : others;
  return leftOut.length < experimentsOf(setup.origin).length ? { ...setup, leftOut } : setup;
}
