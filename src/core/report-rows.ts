/** Reports as rows for other programs. */
import type { Report, RunKey } from "./report.ts";

export const metricsHeader = "run,method,seed,network,stage,step,metric,value";
export const timingsHeader = "run,seed,network,stage,step,milliseconds";

/** Rows of `metrics.csv`; they hold no times, so equal runs give equal files. */
export function metricRows({ experiment, seed }: RunKey, method: string, report: Report): string[] {
  if (report.type === "stage" || report.type === "teacherMatrices" || report.type === "finished") return [];
  // The file's values are numbers, and a hash is none.
  if (report.type === "weights") return [];
  // What is copied is so before the student's first step.
  const { stage, step } = report.type === "copied" ? { stage: 2, step: 0 } : report;
  const row = (metric: string, value: number) =>
    [experiment, method, seed, networkOf(stage), stage, step, metric, value].join(",");
  switch (report.type) {
    case "step": {
      const { methodLoss } = report;
      const rows = stage === 1 && methodLoss ? [] : [row(stage === 1 ? "fsp-loss" : "task-loss", report.loss)];
      if (report.accuracy !== null) rows.push(row("training-accuracy", report.accuracy));
      for (const [pair, value] of Object.entries(report.pairLoss ?? {})) rows.push(row(`fsp-loss.${pair}`, value));
      if (methodLoss) rows.push(row(`${methodLoss.name}-loss`, methodLoss.weighted));
      for (const [part, value] of Object.entries(methodLoss?.parts ?? {}))
        rows.push(row(`${methodLoss!.name}-loss.${part}`, value));
      return rows;
    }
    case "evaluation": {
      const which = report.weights === "current" ? report.split : `${report.split}-${report.weights}`;
      return [row(`${which}-accuracy`, report.accuracy), row(`${which}-loss`, report.loss)];
    }
    case "matrices":
      return Object.entries(report.distance).map(([pair, value]) => row(`fsp-distance.${pair}`, value));
    case "methodLoss":
      return Object.entries(report.parts).map(([part, value]) => row(`held-out-${report.name}-loss.${part}`, value));
    case "copied":
      return [row("copied-numbers", report.counts.copied.numbers), row("kept-numbers", report.counts.kept.numbers)];
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
