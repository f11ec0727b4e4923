/** From runs to the lines of the charts: full data first (smoothing), then no more points than a screen can show. */
import type { CurveName, RunView, Series } from "../../client/run-view.ts";
import type { Stage } from "../../core/experiment.ts";
import type { LossName } from "../../core/methods/facts.ts";
import type { Axis, ScaleKind } from "./axis.ts";
import { linearAxis, logAxis } from "./axis.ts";
import type { DistanceName } from "../compared/compared-by.ts";
import type { CurveRun } from "./curve-run.ts";
import type { Point } from "./decimation.ts";
import { decimated } from "./decimation.ts";
import { smoothed } from "./smoothing.ts";

/** `total`: iterations of stage 1 count; `task`: 0 is where stage 2 begins, and stage 1 lies left of it. */
export type XMode = "total" | "task";
/** Whose training: stages 1 and 2, or stage 0. */
export type Learner = "student" | "teacher";

export interface Settings {
  readonly learner: Learner;
  readonly xMode: XMode;
  readonly lossScale: ScaleKind;
  /** Weight of the past, 0 to 0.99. */
  readonly smoothing: number;
}

export const chartNames = ["loss", "fsp", "method", "accuracy"] as const;
export type ChartName = (typeof chartNames)[number];

export interface Track {
  readonly curve: CurveName;
  /** `batch`: one noisy value an iteration, smoothed; `measured`: on held-out images now and then, drawn as it is. */
  readonly kind: "batch" | "measured";
  /** Drawn thinner, without an end label. */
  readonly secondary: boolean;
}

const batch = (curve: CurveName, secondary = false): Track => ({ curve, kind: "batch", secondary });
const measured = (curve: CurveName): Track => ({ curve, kind: "measured", secondary: false });

export const tracks: Readonly<Record<Learner, Readonly<Record<ChartName, readonly Track[]>>>> = {
  student: {
    loss: [batch("taskLoss")],
    fsp: [batch("fspDistanceOfBatch", true), measured("fspDistance")],
    method: [batch("methodLossOfBatch", true), measured("methodLoss")],
    accuracy: [batch("trainingAccuracy", true), measured("validationAccuracy")],
  },
  teacher: {
    loss: [batch("teacherLoss")],
    fsp: [],
    method: [],
    accuracy: [batch("teacherTrainingAccuracy", true), measured("teacherValidationAccuracy")],
  },
};

/** What the runs' methods minimise besides FSP's distance, each once. */
export function lossNamesOf(runs: readonly CurveRun[]): LossName[] {
  return [...new Set(runs.flatMap(({ view }) => view.lossNames))];
}

/** What the distances are of that were measured, each once. */
export function distancesOf(runs: readonly CurveRun[]): DistanceName[] {
  const measuredRuns = runs.filter(({ view: { curves } }) =>
    tracks.student.fsp.some(({ curve }) => curves[curve].values.length > 0),
  );
  return [...new Set(measuredRuns.map(({ distance }) => distance))];
}

export const pointLimit = 300;

function iterationsOf(view: RunView, stage: Stage): number {
  return view.stages.find((begun) => begun.stage === stage)?.iterations ?? 0;
}

/** What is added to a stage's own step to stand on the x axis. */
export function offsetOf(view: RunView, stage: Stage, xMode: XMode): number {
  const before = iterationsOf(view, 1);
  if (xMode === "total") return stage === 2 ? before : 0;
  return stage === 1 ? -before : 0;
}

export interface StageBand {
  readonly stage: Stage;
  readonly from: number;
  readonly to: number;
}

export function stageBands(view: RunView, { learner, xMode }: Settings): StageBand[] {
  return view.stages
    .filter(({ stage }) => (learner === "teacher") === (stage === 0))
    .map(({ stage, iterations }) => {
      const from = offsetOf(view, stage, xMode);
      return { stage, from, to: from + iterations };
    });
}

/** From the first to the last planned iteration of all runs. */
export function xRange(runs: readonly CurveRun[], settings: Settings): readonly [low: number, high: number] {
  const bands = runs.flatMap(({ view }) => stageBands(view, settings));
  if (bands.length === 0) return [0, 1];
  return [Math.min(...bands.map(({ from }) => from)), Math.max(...bands.map(({ to }) => to))];
}

export interface Line {
  readonly key: string;
  readonly run: number;
  readonly track: Track;
  /** `raw` stands faint behind `smooth`. */
  readonly style: "raw" | "smooth" | "measured";
  readonly points: readonly Point[];
}

export interface ChartData {
  readonly lines: readonly Line[];
  readonly axis: Axis;
  /** Measured values that a logarithmic axis has no place for. */
  readonly leftOut: number;
}

export function chartData(chart: ChartName, runs: readonly CurveRun[], settings: Settings): ChartData {
  const scale = chart === "accuracy" ? "linear" : settings.lossScale;
  let leftOut = 0;
  const lines = runs.flatMap(({ view }, run) =>
    tracks[settings.learner][chart].flatMap((track): Line[] => {
      const series = view.curves[track.curve];
      if (series.values.length === 0) return [];
      if (scale === "log") leftOut += series.values.filter((value) => value <= 0).length;
      const line = (style: Line["style"], values: readonly number[]): Line => ({
        key: `${run} ${track.curve} ${style}`,
        run,
        track,
        style,
        points: decimated(pointsOf(view, series, values, scale, settings.xMode), pointLimit),
      });
      if (track.kind === "measured") return [line("measured", series.values)];
      if (settings.smoothing === 0) return [line("smooth", series.values)];
      return [line("raw", series.values), line("smooth", smoothed(series.values, settings.smoothing))];
    }),
  );
  const shown = lines.flatMap(({ points }) => points.flatMap(({ y }) => y ?? []));
  const axis = chart === "accuracy" ? accuracyAxis : scale === "log" ? logAxis(shown) : linearAxis(shown);
  return { lines, axis, leftOut };
}

const accuracyAxis: Axis = { scale: "linear", low: 0, high: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };

function pointsOf(
  view: RunView,
  { stage, steps }: Series,
  values: readonly number[],
  scale: ScaleKind,
  xMode: XMode,
): Point[] {
  const offsets = [offsetOf(view, 0, xMode), offsetOf(view, 1, xMode), offsetOf(view, 2, xMode)];
  return values.map((value, index) => {
    const drawable = Number.isFinite(value) && (scale === "linear" || value > 0);
    return { x: steps[index]! + offsets[stage[index]!]!, y: drawable ? value : null };
  });
}

/** The measured value nearest to `x`, and where it was measured; null before the first and after the last: no line is drawn there. */
export function nearest(
  view: RunView,
  curve: CurveName,
  x: number,
  xMode: XMode,
): { readonly x: number; readonly value: number } | null {
  const { stage, steps, values } = view.curves[curve];
  if (values.length === 0) return null;
  const at = (index: number) => steps[index]! + offsetOf(view, stage[index]!, xMode);
  if (x < at(0) || x > at(values.length - 1)) return null;
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(middle) < x) low = middle + 1;
    else high = middle;
  }
  const index = low > 0 && x - at(low - 1) < at(low) - x ? low - 1 : low;
  return { x: at(index), value: values[index]! };
}
