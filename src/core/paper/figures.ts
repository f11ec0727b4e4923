/** What the paper's tables say, to stand beside what was measured: test accuracy in per cent. */
import type { Plan } from "../experiment.ts";
import { hasPaperImages, tableNumberOf } from "./presets.ts";

/** One row of a table. */
export interface PaperRow {
  /** The experiment that stands for it. */
  readonly experiment: string;
  readonly name: string;
  /** Tables 1 and 2: of three networks. Elsewhere of one, and no spread is given. */
  readonly nets: readonly number[];
  /** The mean as it is printed there. */
  readonly accuracy: number;
  readonly ensemble: number | null;
  /** Of all networks of the row together, stage 1 counted; null where the table has none. */
  readonly iterations: number | null;
}

export interface PaperTable {
  readonly number: 1 | 2 | 3 | 4 | 5;
  /** What is learnt from what. */
  readonly title: string;
  readonly rows: readonly PaperRow[];
}

function ensembles(
  experiment: string,
  name: string,
  nets: readonly number[],
  [accuracy, ensemble, thousands]: readonly [accuracy: number, ensemble: number, thousands: number],
): PaperRow {
  return { experiment, name, nets, accuracy, ensemble, iterations: 1000 * thousands };
}

function single(experiment: string, name: string, accuracy: number): PaperRow {
  return { experiment, name, nets: [accuracy], accuracy, ensemble: null, iterations: null };
}

const tables: readonly PaperTable[] = [
  {
    number: 1,
    title: "CIFAR-10, fast optimisation, 26 layers from 26",
    rows: [
      ensembles("teacher", "Teacher", [91.61, 91.56, 92.09], [91.75, 93.48, 192]),
      ensembles("teacher-21k", "Teacher *", [90.47, 90.83, 90.62], [90.64, 92.6, 63]),
      ensembles("teacher-copied-21k", "Teacher ‡", [91.84, 92.26, 92.01], [92.04, 92.71, 63]),
      ensembles("fitnet-1-hint", "1-loss FitNet *", [91.69, 91.85, 91.64], [91.72, 92.98, 98]),
      ensembles("fitnet-3-hints", "3-loss FitNet *", [88.9, 89.35, 89.02], [89.09, 89.92, 98]),
      ensembles("fsp", "Student *", [92.28, 92.08, 92.07], [92.14, 93.26, 84]),
      ensembles("fsp-shuffled", "Student * †", [92.28, 91.89, 92.08], [92.08, 93.67, 126]),
    ],
  },
  {
    number: 2,
    title: "CIFAR-100, fast optimisation, 32 layers from 32",
    rows: [
      ensembles("teacher", "Teacher", [64.06, 64.19, 64.21], [64.15, 69.3, 192]),
      ensembles("teacher-21k", "Teacher *", [61.29, 61.26, 61.41], [61.32, 67.2, 63]),
      ensembles("fitnet", "FitNet *", [62.85, 62.46, 62.35], [62.55, 67.6, 98]),
      ensembles("fsp", "Student *", [64.66, 64.64, 64.65], [64.65, 68.8, 95]),
    ],
  },
  {
    number: 3,
    title: "CIFAR-10, minimisation, 8 layers from 26",
    rows: [
      single("teacher-original", "Teacher-original", 91.91),
      single("student-original", "Student-original", 87.91),
      single("fitnet", "FitNet", 88.57),
      single("fsp", "Proposed", 88.7),
    ],
  },
  {
    number: 4,
    title: "CIFAR-100, minimisation, 14 layers from 32",
    rows: [
      single("teacher-original", "Teacher-original", 64.06),
      single("student-original", "Student-original", 58.65),
      single("fitnet", "FitNet", 61.28),
      single("fsp", "Proposed", 63.33),
    ],
  },
  {
    number: 5,
    title: "CUB-200-2011 after ImageNet, 20 layers from 34",
    rows: [
      single("teacher-fine-tuned", "Teacher, fine-tuned", 77.72),
      single("teacher-from-scratch", "Teacher, from scratch", 47.53),
      single("student-from-scratch", "Student, from scratch", 47.73),
      single("fitnet", "FitNet", 70.19),
      single("fsp", "Proposed", 74.26),
    ],
  },
];

/** The table that a plan is made after, in full or in small; null: none, or its images are others, or still to be given. */
export function paperTableOf(plan: Plan): PaperTable | null {
  if (!hasPaperImages(plan)) return null;
  return tables.find(({ number }) => number === tableNumberOf(plan.name)) ?? null;
}
