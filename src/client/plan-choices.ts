/** A plan made of the set-up: methods times seeds, and where somebody wants it times the values of one setting. */
import { plainWithEqualStage2, plainWithEqualTotal } from "../core/budgets.ts";
import { defaultExperiment, defaultPlan } from "../core/defaults.ts";
import type { Experiment, Method, Plan } from "../core/experiment.ts";
import { methodWithoutUsual } from "../core/fsp-settings.ts";
import { readsFsp, stageOneOf } from "../core/methods/facts.ts";
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
  readonly varied: { readonly setting: VariedSetting; readonly values: readonly number[] } | null;
}

/** That of a sweep: none of a comparison's usual ones. */
const sweepSeed = 100;

/** A plan of at least one experiment; `source` is what is set up now. */
export function planOfChoices(source: Plan, { methods, seeds, rates, varied }: PlanChoices): Plan {
  const base = leadOf(source);
  const experiments = methodChoices.filter((name) => methods.includes(name)).map((name) => experimentNamed(name, base));
  const plan: Plan = {
    ...defaultPlan,
    name: "comparison",
    seeds: [...seeds],
    baseline: methods.includes("plain") ? "plain" : null,
    teacherPerSeed: source.teacherPerSeed,
    experiments,
  };
  const whole = varied ? variedPlan(plan, varied.setting, varied.values) : plan;
  return rates ? { ...whole, sweep: { rates: [...rates], seeds: [sweepSeed], iterations: null } } : whole;
}

function experimentNamed(name: string, base: Experiment): Experiment {
  if (name === "plain") return plainWithEqualStage2(base, name);
  if (name === plainTotal) return plainWithEqualTotal(base, name);
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

function variedPlan(plan: Plan, setting: VariedSetting, values: readonly number[]): Plan {
  const experiments = values.flatMap((value) => {
    const changes: Changes = { [setting]: value };
    return plan.experiments.map((experiment) => {
      const [changed] = withChanges({ ...plan, experiments: [experiment] }, changes).experiments;
      return { ...changed!, name: `${experiment.name}-${suffixes[setting]}${value}` };
    });
  });
  const first = values[0];
  return {
    ...plan,
    experiments,
    baseline: plan.baseline === null || first === undefined ? null : `${plan.baseline}-${suffixes[setting]}${first}`,
  };
}

const suffixes: Readonly<Record<VariedSetting, string>> = {
  training: "images",
  studentDepth: "depth",
  studentWidth: "width",
  taskIterations: "for",
  batch: "batch",
};
