/**
 * The paper's tables as plans, one experiment for each row, and plain networks that the paper has not: named by their thousands
 * of iterations, as many as both stages of FSP and of FitNet have. What it leaves open is in `size`.
 */
import { plainWithEqualTotal } from "../budgets.ts";
import { defaultExperiment, defaultPlan } from "../defaults.ts";
import type { Augment, Experiment, FamilySpec, Method, Plan, TeacherRecipe } from "../experiment.ts";
import { usualMethods } from "../methods/usual.ts";
import type { PaperSchedule, TableSize } from "./size.ts";
import { scheduleOf } from "./size.ts";

type Depth = Extract<FamilySpec, { kind: "resnet" }>["depth"];

interface Networks {
  readonly teacher: Depth;
  readonly student: Depth;
  readonly augment: Augment;
  /** Of FSP's stage 1. */
  readonly fsp: PaperSchedule;
}

type Row = (name: string, method: Method, task: PaperSchedule, depth?: Depth) => Experiment;

/** Pad by 4 and crop; nothing is said of mirror images. */
const cropped: Augment = { crop: true, flip: false };
const still: Augment = { crop: false, flip: false };

const cifar10Fast: Networks = { teacher: 26, student: 26, augment: cropped, fsp: "fsp" };
const cifar100Fast: Networks = { teacher: 32, student: 32, augment: still, fsp: "fspOnCifar100" };
const cifar10Small: Networks = { teacher: 26, student: 8, augment: cropped, fsp: "fsp" };
const cifar100Small: Networks = { teacher: 32, student: 14, augment: still, fsp: "fspOnCifar100" };

/** CIFAR-10, fast optimisation: student and teacher are alike, and the student learns for a third of the teacher's time. */
export function table1(size: TableSize): Plan {
  const { row, fitnets, fsp } = rowsOf(size, cifar10Fast);
  const fitnet = row("fitnet-1-hint", fitnets, "fast");
  const withFsp = row("fsp", fsp, "fast");
  return planOf(size, "teacher-21k", [
    row("teacher", usualMethods.none, "whole"),
    row("teacher-21k", usualMethods.none, "fast"),
    plainWithEqualTotal(withFsp, "teacher-42k"),
    plainWithEqualTotal(fitnet, "teacher-56k"),
    row("teacher-copied-21k", usualMethods.copy, "fast"),
    fitnet,
    row("fitnet-3-hints", { ...fitnets, layers: "all" }, "fast"),
    withFsp,
    row("fsp-shuffled", { ...fsp, shuffled: true }, "fast"),
  ]);
}

/** CIFAR-100, fast optimisation, with networks four times as wide. */
export function table2(size: TableSize): Plan {
  const { row, fitnets, fsp } = rowsOf(size, cifar100Fast);
  const fitnet = row("fitnet", fitnets, "fast");
  const withFsp = row("fsp", fsp, "fast");
  return planOf(size, "teacher-21k", [
    row("teacher", usualMethods.none, "whole"),
    row("teacher-21k", usualMethods.none, "fast"),
    plainWithEqualTotal(withFsp, "teacher-53k"),
    plainWithEqualTotal(fitnet, "teacher-56k"),
    fitnet,
    withFsp,
  ]);
}

/** CIFAR-10, minimisation: a student of 8 layers learns for as long as its teacher of 26. */
export function table3(size: TableSize): Plan {
  return minimised(size, cifar10Small, ["student-original-85k", "student-original-99k"]);
}

/** CIFAR-100, minimisation: 14 layers learn from 32. */
export function table4(size: TableSize): Plan {
  return minimised(size, cifar100Small, ["student-original-96k", "student-original-99k"]);
}

/** `equalTotals` are the names of the plain students that learn for as long as FSP and as FitNet in all. */
function minimised(size: TableSize, networks: Networks, equalTotals: readonly [fsp: string, fitnet: string]): Plan {
  const { row, fitnets, fsp } = rowsOf(size, networks);
  const fitnet = row("fitnet", fitnets, "whole");
  const withFsp = row("fsp", fsp, "whole");
  return planOf(size, "student-original", [
    row("teacher-original", usualMethods.none, "whole", networks.teacher),
    row("student-original", usualMethods.none, "whole"),
    plainWithEqualTotal(withFsp, equalTotals[0]),
    plainWithEqualTotal(fitnet, equalTotals[1]),
    fitnet,
    withFsp,
  ]);
}

function rowsOf(size: TableSize, { teacher, student, augment, fsp }: Networks) {
  const { data, width, batch, lambda, evaluateEvery } = size;
  const network = (depth: Depth): FamilySpec => ({ kind: "resnet", depth, width });
  const recipe: TeacherRecipe = {
    kind: "recipe",
    seed: 1,
    network: network(teacher),
    data: null,
    batch,
    augment,
    schedule: scheduleOf(size, "whole"),
  };
  const row: Row = (name, method, task, depth = student) => ({
    ...defaultExperiment,
    name,
    data,
    teacher: recipe,
    student: network(depth),
    method,
    batch,
    augment,
    task: scheduleOf(size, task),
    evaluateEvery,
  });
  return {
    row,
    fitnets: { ...usualMethods.fitnets, schedule: scheduleOf(size, "hints") },
    fsp: { ...usualMethods.fsp, lambda, schedule: scheduleOf(size, fsp) },
  };
}

function planOf({ name, seeds }: TableSize, baseline: string, experiments: Experiment[]): Plan {
  return { ...defaultPlan, name, seeds: [...seeds], baseline, experiments };
}
