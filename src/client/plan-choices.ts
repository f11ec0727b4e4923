/** A plan made of the set-up: methods times seeds, and where somebody wants it times a grid of other settings. */
import { plainWithEqualStage2, plainWithEqualTotal } from "../core/budgets.ts";
import { defaultExperiment, defaultPlan } from "../core/defaults.ts";
import type { Experiment, Method, Plan } from "../core/experiment.ts";
import { methodWithoutUsual } from "../core/fsp-settings.ts";
import { readsFsp, stageOneIterations, stageOneOf } from "../core/methods/facts.ts";
import { methodVariants } from "../core/methods/small-plan.ts";
import { ofIterations } from "../core/schedule.ts";
import { methodOfKind, methodSettingsOf, withMethodSettings } from "./method-settings.ts";
import { leadOf, withChanges, type Changes } from "./settings.ts";

/** What can be varied beside the method: plain numbers of every experiment. */
export const variedSettings = ["training", "studentDepth", "studentWidth", "taskIterations", "batch"] as const;
export type VariedSetting = (typeof variedSettings)[number];

export const plainTotal = "plain-equal-total";
/** By the names of their experiments. */
export const methodChoices: readonly string[] = [...methodVariants.map(([name]) => name), plainTotal];

export interface PlanChoices {
  /** Of `methodChoices`. */
  readonly methods: readonly string[];
  readonly seeds: readonly number[];
  /** Of stage 2, ascending; null: nothing is tried. */
  readonly rates: readonly number[] | null;
  /** Each setting at most once; every value of one is combined with every value of the others. */
  readonly varied: readonly Varied[];
}

export interface Varied {
  readonly setting: VariedSetting;
  readonly values: readonly number[];
}

/** A plan of at least one experiment, unless only equal totals are asked for; `source` is what is set up now. */
export function planOfChoices(source: Plan, { methods, seeds, rates, varied }: PlanChoices): Plan {
  const base = leadOf(source);
  const own = methodChoices
    .filter((name) => name !== plainTotal && methods.includes(name))
    .map((name) => experimentNamed(name, base));
  const withTotals = (experiments: readonly Experiment[]) =>
    methods.includes(plainTotal) ? [...experiments, ...equalTotals(experiments)] : experiments;
  const experiments = gridOf(varied).flatMap(({ suffix, changes }) =>
    withTotals(own.map((experiment) => changedAlone(experiment, changes))).map((experiment) => ({
      ...experiment,
      name: `${experiment.name}${suffix}`,
    })),
  );
  return {
    ...defaultPlan,
    name: "comparison",
    seeds: [...seeds],
    // Each point of a grid has a plain student of its own, and a plan has one baseline at most.
    baseline: methods.includes("plain") && varied.length === 0 ? "plain" : null,
    teacherPerSeed: source.teacherPerSeed,
    experiments,
    ...(rates && { sweep: { rates: [...rates], seeds: [sweepSeedBeside(seeds)], iterations: null } }),
  };
}

/** No more experiments than the plan has: one that is far too large need not be made to be refused. */
export function leastExperiments({ methods, varied }: PlanChoices): number {
  const own = methods.filter((name) => name !== plainTotal).length;
  return varied.reduce((product, { values }) => product * values.length, own);
}

/** The seed with which rates are tried: none of the comparison's. */
export function sweepSeedBeside(seeds: readonly number[]): number {
  let seed = usualSweepSeed;
  while (seeds.includes(seed)) seed++;
  return seed;
}

const usualSweepSeed = 100;

/** In how many iterations the plain students of equal total are trained beside these methods, ascending. */
export function totalsBeside(source: Plan, methods: readonly string[]): number[] {
  const { experiments } = planOfChoices(source, {
    methods: methods.filter((name) => name !== plainTotal),
    seeds: [1],
    rates: null,
    varied: [],
  });
  return equalTotals(experiments).map(({ task }) => task.iterations);
}

/** One plain student for each total that an experiment with a stage 1 has: who has none equals the plain one as it is. */
function equalTotals(experiments: readonly Experiment[]): Experiment[] {
  const byTotal = new Map<number, Experiment>();
  for (const experiment of experiments) {
    const stageOne = stageOneIterations(experiment.method);
    if (stageOne > 0) byTotal.set(stageOne + experiment.task.iterations, experiment);
  }
  return [...byTotal]
    .toSorted(([a], [b]) => a - b)
    .map(([total, experiment]) =>
      plainWithEqualTotal(experiment, byTotal.size === 1 ? plainTotal : `${plainTotal}-${total}`),
    );
}

function experimentNamed(name: string, base: Experiment): Experiment {
  if (name === "plain") return plainWithEqualStage2(base, name);
  const variant = methodVariants.find(([other]) => other === name);
  if (!variant) throw new RangeError(`There is no method "${name}" to plan.`);
  return { ...base, name, method: methodFor(variant[1], base) };
}

/** As the set-up has it where it is of this method; else the usual one, its stage 1 as long beside stage 2 as usual. */
function methodFor(variant: Method, { method, task, teacher }: Experiment): Method {
  const kept = methodOfKind(method, variant.kind);
  // Where the teacher never learnt the student's classes, what answers is begun anew.
  if (kept.kind === "copy" && teacher.kind === "recipe" && teacher.data) return { ...kept, classifier: false };
  const { layers, shuffled } = methodSettingsOf(variant);
  const set = withMethodSettings(kept, { ...methodSettingsOf(kept), layers, shuffled });
  const own = readsFsp(set) ? methodWithoutUsual(set) : set;
  if (!("schedule" in own) || own.schedule === stageOneOf(method)) return own;
  const iterations = Math.max(1, Math.round((own.schedule.iterations * task.iterations) / usualIterations));
  return { ...own, schedule: ofIterations(own.schedule, iterations) };
}

const usualIterations = defaultExperiment.task.iterations;

interface GridPoint {
  /** What is added to the name of an experiment there. */
  readonly suffix: string;
  readonly changes: Changes;
}

/** One point without changes where nothing varies. */
function gridOf(varied: readonly Varied[]): GridPoint[] {
  return varied.reduce<GridPoint[]>(
    (points, { setting, values }) =>
      points.flatMap(({ suffix, changes }) =>
        values.map((value) => ({
          suffix: `${suffix}-${suffixes[setting]}${value}`,
          changes: { ...changes, [setting]: value },
        })),
      ),
    [{ suffix: "", changes: {} }],
  );
}

function changedAlone(experiment: Experiment, changes: Changes): Experiment {
  return withChanges({ ...defaultPlan, experiments: [experiment] }, changes).experiments[0]!;
}

const suffixes: Readonly<Record<VariedSetting, string>> = {
  training: "images",
  studentDepth: "depth",
  studentWidth: "width",
  taskIterations: "for",
  batch: "batch",
};
