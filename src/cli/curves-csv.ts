/** `curves.csv`: every curve of a plan's experiments over their seeds, from the runs' own `metrics.csv`. */
import { bandOf, type Curve } from "../core/statistics/curve.ts";
import { metricsHeader } from "../core/report-rows.ts";

/** Curves by `network,stage,metric`. */
export type RunCurves = ReadonlyMap<string, Curve>;

export const validationCurve = "student,2,validation-accuracy";

/** What `metrics.csv` holds of one run; null where the text is not a whole one. */
export function curvesIn(text: string): RunCurves | null {
  if (!text.startsWith(`${metricsHeader}\n`) || !text.endsWith("\n")) return null;
  const curves = new Map<string, { steps: number[]; values: number[] }>();
  for (let start = metricsHeader.length + 1; start < text.length;) {
    const end = text.indexOf("\n", start);
    const cells = text.slice(start, end).split(",");
    const [, , , network, stage, step, metric, value] = cells;
    if (cells.length !== 8 || !(isNumber(step) && isNumber(value))) return null;
    const key = `${network},${stage},${metric}`;
    const curve = curves.get(key) ?? { steps: [], values: [] };
    curves.set(key, curve);
    curve.steps.push(Number(step));
    curve.values.push(Number(value));
    start = end + 1;
  }
  return curves;
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && cell !== "" && Number.isFinite(Number(cell));
}

export const curvesHeader = "experiment,network,stage,metric,step,n,mean,sd,sem,low,high,min,max";

/** Of one experiment, whose finished runs have these curves. A teacher that its runs share was trained once, and counts once. */
export function curveRows(experiment: string, runs: readonly RunCurves[], teacherPerSeed: boolean): string[] {
  const keys = new Set(runs.flatMap((curves) => [...curves.keys()]));
  const trained = (key: string) => (key.startsWith("teacher,") && !teacherPerSeed ? runs.slice(0, 1) : runs);
  return [...keys].flatMap((key) =>
    bandOf(trained(key).flatMap((curves) => curves.get(key) ?? [])).map(
      ({ step, n, mean, deviation, error, interval, least, greatest }) =>
        [experiment, key, step, n, mean, deviation, error, interval?.low, interval?.high, least, greatest]
          .map((cell) => cell ?? "")
          .join(","),
    ),
  );
}
