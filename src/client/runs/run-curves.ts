/** Whole curves of runs, as they were reported, read from what is kept and remembered. */
import type { Curve } from "../../core/statistics/curve.ts";
import type { RecordedRun } from "../../core/recording.ts";
import { viewKey } from "../phases.ts";
import { emptyView, withReports, type CurveName, type RunView } from "../run-view.ts";
import type { RunRecord } from "./run-records.ts";

/** Those that can be laid over each other; the first needs no reading. */
export const comparedCurves = ["validationAccuracy", "trainingAccuracy", "taskLoss", "fspDistance"] as const;
export type ComparedCurve = (typeof comparedCurves)[number] & CurveName;

/** Trainings that are remembered at once: one may have a megabyte of numbers. */
const mostKept = 6;

type ViewsOfTraining = ReadonlyMap<string, RunView>;

export class RunCurves {
  /** None where it cannot be read. */
  readonly #runsOf: (training: string) => Promise<readonly RecordedRun[]>;
  readonly #views = new Map<string, Promise<ViewsOfTraining>>();

  constructor(runsOf: (training: string) => Promise<readonly RecordedRun[]>) {
    this.#runsOf = runsOf;
  }

  /** In iterations that change the student: stage 1 counts. Null where it cannot be read. */
  async curveOf({ training, run, end }: RunRecord, name: ComparedCurve): Promise<Curve | null> {
    if (name === "validationAccuracy" && end) return behindStageOne(end.validation, end.times[1].iterations);
    const view = (await this.#viewsOf(training.id)).get(viewKey(run));
    return view ? curveIn(view, name) : null;
  }

  #viewsOf(training: string): Promise<ViewsOfTraining> {
    const known = this.#views.get(training);
    if (known) return known;
    const reading = this.#read(training);
    this.#views.set(training, reading);
    const [oldest] = this.#views.keys();
    if (this.#views.size > mostKept && oldest !== undefined) this.#views.delete(oldest);
    return reading;
  }

  async #read(training: string): Promise<ViewsOfTraining> {
    const views = new Map<string, RunView>();
    for (const { run, reports } of await this.#runsOf(training))
      views.set(viewKey(run), withReports(emptyView(run), reports));
    return views;
  }
}

function behindStageOne({ steps, values }: Curve, iterations: number): Curve {
  return { steps: steps.map((step) => step + iterations), values };
}

/** Of the student, its two stages behind each other. */
export function curveIn({ curves, stages }: RunView, name: ComparedCurve): Curve {
  const before = stages.find(({ stage }) => stage === 1)?.iterations ?? 0;
  const { stage, steps, values } = curves[name];
  const own = steps.flatMap((step, index) => {
    const of = stage[index]!;
    return of === 0 ? [] : [{ step: of === 2 ? step + before : step, value: values[index]! }];
  });
  return { steps: own.map(({ step }) => step), values: own.map(({ value }) => value) };
}
