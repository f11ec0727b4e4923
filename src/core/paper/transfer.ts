/** The paper's Table 5: a student of few images learns from a teacher that learnt another task first, and then this one. */
import { plainWithEqualTotal } from "../budgets.ts";
import { usualBlock } from "../custom-blocks.ts";
import { defaultExperiment, defaultPlan } from "../defaults.ts";
import type { Augment, CustomSpec, Data, Experiment, Method, NetworkSpec, Plan, TeacherRecipe } from "../experiment.ts";
import { usualMethods } from "../methods/usual.ts";
import type { TableSize } from "./size.ts";
import { scheduleOf } from "./size.ts";

export interface Transfer extends Omit<TableSize, "data" | "width"> {
  /** What the teacher learns first. */
  readonly source: Data;
  /** What everybody learns in the end. */
  readonly target: Data;
  readonly teacher: NetworkSpec;
  readonly student: NetworkSpec;
}

const still: Augment = { crop: false, flip: false };

/**
 * One experiment for each row, one whose teacher never saw the student's task, and students from scratch with as many iterations
 * as FSP and FitNet have in all.
 */
export function transferTable(transfer: Transfer): Plan {
  const { name, seeds, source, target, teacher, student, batch, lambda, evaluateEvery } = transfer;
  const first = { data: source, batch, augment: still, schedule: scheduleOf(transfer, "whole") };
  const task = scheduleOf(transfer, "transferred");
  const common = { kind: "recipe", seed: 1, network: teacher } as const;
  const fineTuned: TeacherRecipe = { ...common, data: null, batch, augment: still, schedule: task, before: first };
  const unadapted: TeacherRecipe = { ...common, ...first };
  const row = (rowName: string, method: Method, from = fineTuned, network = student): Experiment => ({
    ...defaultExperiment,
    name: rowName,
    data: target,
    teacher: from,
    student: network,
    method,
    batch,
    augment: still,
    task,
    evaluateEvery,
  });
  const { none, copy, fitnets, fsp } = usualMethods;
  const ofMatrices: Method = { ...fsp, lambda, schedule: scheduleOf(transfer, "fspOnBirds") };
  const fitnet = row("fitnet", { ...fitnets, schedule: scheduleOf(transfer, "hints") });
  const withFsp = row("fsp", ofMatrices);
  return {
    ...defaultPlan,
    name,
    seeds: [...seeds],
    baseline: "student-from-scratch",
    experiments: [
      row("teacher-fine-tuned", { ...copy, classifier: false }, unadapted, teacher),
      row("teacher-from-scratch", none, fineTuned, teacher),
      row("student-from-scratch", none),
      plainWithEqualTotal(withFsp, "student-from-scratch-51k"),
      plainWithEqualTotal(fitnet, "student-from-scratch-65k"),
      fitnet,
      withFsp,
      row("fsp-teacher-of-source", ofMatrices, unadapted),
    ],
  };
}

/** Four sections, each but the first at half of the side and with twice the channels of the one before. */
export function fourSections(blocks: readonly [number, number, number, number], width: number): CustomSpec {
  const sections = blocks.map((count, section) => ({
    blocks: Array.from({ length: count }, (_, block) => {
      const halves = section > 0 && block === 0;
      return {
        ...usualBlock,
        type: "double" as const,
        channels: width * 2 ** section,
        stride: halves ? (2 as const) : (1 as const),
        shortcut: halves ? ("projection" as const) : ("identity" as const),
      };
    }),
  }));
  return { kind: "custom", stem: width, sections };
}
