/** Reports as rows for other programs. */
import type { Report, RunKey } from "../core/report.ts";

export const metricsHeader = "run,method,seed,network,stage,step,metric,value";
export const timingsHeader = "run,seed,network,stage,step,milliseconds";

/** Rows of `metrics.csv`; they hold no times, so equal runs give equal files. */
export function metricRows({ experiment, seed }: RunKey, method: string, report: Report): string[] {
  if (report.type !== "step" && report.type !== "evaluation" && report.type !== "matrices") return [];
  const { stage, step } = report;
  const row = (metric: string, value: number) =>
    [experiment, method, seed, networkOf(stage), stage, step, metric, value].join(",");
  switch (report.type) {
    case "step": {
      const rows = [row(stage === 1 ? "fsp-loss" : "task-loss", report.loss)];
      if (report.accuracy !== null) rows.push(row("training-accuracy", report.accuracy));
      for (const [pair, value] of Object.entries(report.pairLoss ?? {})) rows.push(row(`fsp-loss.${pair}`, value));
      return rows;
    }
    case "evaluation": {
      const which = report.weights === "current" ? report.split : `${report.split}-${report.weights}`;
      return [row(`${which}-accuracy`, report.accuracy), row(`${which}-loss`, report.loss)];
    }
    case "matrices":
      return Object.entries(report.distance).map(([pair, value]) => row(`fsp-distance.${pair}`, value));
    default:
      return report satisfies never;
  }
}

export function timingRow({ experiment, seed }: RunKey, report: Report): string[] {
  if (report.type !== "step") return [];
  const { stage, step, milliseconds } = report;
  return [[experiment, seed, networkOf(stage), stage, step, milliseconds.toFixed(3)].join(",")];
}

function networkOf(stage: number): "teacher" | "student" {
  return stage === 0 ? "teacher" : "student";
}

export function csv(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join("\n")}\n`;
}
