/** What the screen knows of one run: its reports, gathered. The same for a live run and a recorded one. */
import type { Stage } from "../core/experiment.ts";
import type { CopyCounts } from "../core/methods/copy.ts";
import type { LossName } from "../core/methods/facts.ts";
import type { Moment } from "../core/moment.ts";
import type { MatricesReport, Matrix, Report, Result, RunKey, WeightsReport } from "../core/report.ts";
import { withMatrices } from "./matrices-history.ts";

/** Measured points of one curve; `steps` count within `stage`. */
export interface Series {
  readonly stage: readonly Stage[];
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export const curveNames = [
  "taskLoss",
  /** Squared difference of the FSP matrices summed over cells and pairs, before any lambda: on the batch just learnt from. */
  "fspDistanceOfBatch",
  /** The same on the probe images, in inference mode. */
  "fspDistance",
  /** What another method learns from the teacher, summed over its parts, before any weight: on the batch just learnt from. */
  "methodLossOfBatch",
  /** The same on the probe images, in inference mode. */
  "methodLoss",
  "trainingAccuracy",
  "validationAccuracy",
  "teacherLoss",
  "teacherTrainingAccuracy",
  "teacherValidationAccuracy",
] as const;
export type CurveName = (typeof curveNames)[number];

export interface RunView {
  readonly run: RunKey;
  /** Stages that have begun, in order, each with its planned iterations. */
  readonly stages: readonly { readonly stage: Stage; readonly iterations: number }[];
  readonly done: { readonly stage: Stage; readonly step: number } | null;
  readonly curves: Readonly<Record<CurveName, Series>>;
  /** Of the two curves of a method's loss, in the order in which they came. */
  readonly lossNames: readonly LossName[];
  /** Of a student that began with parameters of its teacher. */
  readonly copied: CopyCounts | null;
  readonly teacherMatrices: readonly Matrix[] | null;
  readonly matrices: MatricesReport | null;
  /** Reports of matrices as they came, in order; thinned where they are many. */
  readonly history: readonly MatricesReport[];
  /** The moments whose weights the worker keeps, in order: what can be looked at. None of a recorded run. */
  readonly snapshots: readonly Moment[];
  readonly testAccuracy: { readonly last: number | null; readonly best: number | null };
  /** Hashes of the weights as they came, of stages 1 and 2. */
  readonly hashes: readonly WeightsReport[];
  readonly result: Result | null;
  /** Mean wall time of the last steps of each stage, for the time left. */
  readonly stepMilliseconds: Readonly<Partial<Record<Stage, number>>>;
}

const emptySeries: Series = { stage: [], steps: [], values: [] };

export function emptyView(run: RunKey): RunView {
  return {
    run,
    stages: [],
    done: null,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets that every name is given
    curves: Object.fromEntries(curveNames.map((name) => [name, emptySeries])) as Record<CurveName, Series>,
    lossNames: [],
    copied: null,
    teacherMatrices: null,
    matrices: null,
    history: [],
    snapshots: [],
    testAccuracy: { last: null, best: null },
    hashes: [],
    result: null,
    stepMilliseconds: {},
  };
}

/** The view after more reports; the old one is left as it was. */
export function withReports(view: RunView, reports: readonly Report[]): RunView {
  const next = { ...view, stepMilliseconds: { ...view.stepMilliseconds }, testAccuracy: { ...view.testAccuracy } };
  const grown = new Map<CurveName, { stage: Stage[]; steps: number[]; values: number[] }>();
  const add = (name: CurveName, stage: Stage, step: number, value: number) => {
    const series = grown.get(name) ?? { stage: [], steps: [], values: [] };
    grown.set(name, series);
    series.stage.push(stage);
    series.steps.push(step);
    series.values.push(value);
  };
  for (const report of reports) {
    switch (report.type) {
      case "stage":
        next.stages = [...next.stages, { stage: report.stage, iterations: report.iterations }];
        next.done = { stage: report.stage, step: 0 };
        break;
      case "step": {
        const { stage, step, methodLoss } = report;
        next.done = { stage, step };
        if (stage !== 1) add(stage === 0 ? "teacherLoss" : "taskLoss", stage, step, report.loss);
        else if (report.pairLoss) add("fspDistanceOfBatch", stage, step, sumOf(report.pairLoss));
        if (methodLoss?.name === "fsp") add("fspDistanceOfBatch", stage, step, sumOf(methodLoss.parts));
        else if (methodLoss) add("methodLossOfBatch", stage, step, sumOf(methodLoss.parts));
        if (report.accuracy !== null) {
          add(stage === 0 ? "teacherTrainingAccuracy" : "trainingAccuracy", stage, step, report.accuracy);
        }
        const before = next.stepMilliseconds[stage] ?? report.milliseconds;
        next.stepMilliseconds[stage] = 0.9 * before + 0.1 * report.milliseconds;
        break;
      }
      case "evaluation":
        if (report.split === "validation" && report.weights === "current") {
          add(
            report.stage === 0 ? "teacherValidationAccuracy" : "validationAccuracy",
            report.stage,
            report.step,
            report.accuracy,
          );
        } else if (report.split === "test" && report.stage === 2 && report.weights !== "current") {
          next.testAccuracy = { ...next.testAccuracy, [report.weights]: report.accuracy };
        }
        break;
      case "teacherMatrices":
        next.teacherMatrices = report.matrices;
        break;
      case "matrices": {
        next.matrices = report;
        next.history = withMatrices(next.history, report, next.stages);
        add("fspDistance", report.stage, report.step, sumOf(report.distance));
        break;
      }
      case "methodLoss":
        if (!next.lossNames.includes(report.name)) next.lossNames = [...next.lossNames, report.name];
        add("methodLoss", report.stage, report.step, sumOf(report.parts));
        break;
      case "weights":
        if (report.stage !== 0) next.hashes = [...next.hashes, report];
        break;
      case "copied":
        next.copied = report.counts;
        break;
      case "finished":
        next.result = report.result;
        break;
      default:
        report satisfies never;
    }
  }
  if (grown.size === 0) return next;
  const curves = { ...view.curves };
  for (const [name, more] of grown) {
    const old = curves[name];
    curves[name] = {
      stage: old.stage.concat(more.stage),
      steps: old.steps.concat(more.steps),
      values: old.values.concat(more.values),
    };
  }
  return { ...next, curves };
}

function sumOf(ofPairs: Readonly<Record<string, number>>): number {
  return Object.values(ofPairs).reduce((sum, value) => sum + value, 0);
}
