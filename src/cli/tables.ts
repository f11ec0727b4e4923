/** Reports as rows for other programs, results as a table for a person. */
import type { Report, RunKey } from "../core/report.ts";
import type { Plan } from "../core/experiment.ts";
import type { Spread } from "../core/statistics/spread.ts";
import { spreadOf } from "../core/statistics/spread.ts";
import type { TableResult } from "./kept-result.ts";

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

function csv(header: string, rows: readonly string[]): string {
  return `${[header, ...rows].join("\n")}\n`;
}

interface Summary {
  readonly experiment: string;
  readonly teacher: string;
  readonly method: string;
  readonly iterations: string;
  readonly last: Spread;
  readonly best: Spread;
}

/** One line an experiment, over its seeds. */
export function summariesOf(results: readonly TableResult[], plan: Plan): Summary[] {
  const names = [...new Set(results.map((result) => result.experiment))];
  return names.map((experiment) => {
    const own = results.filter((result) => result.experiment === experiment);
    const { method, iterations } = own[0]!;
    return {
      experiment,
      teacher: teacherText(plan, experiment),
      method,
      iterations: iterations.fsp > 0 ? `${iterations.fsp}+${iterations.task}` : String(iterations.task),
      last: spreadOf(own.map((result) => result.last.test)),
      best: spreadOf(own.map((result) => result.best.test)),
    };
  });
}

export function tableCsv(results: readonly TableResult[], plan: Plan): string {
  const rows = summariesOf(results, plan).map(({ experiment, teacher, method, iterations, last, best }) =>
    [
      experiment,
      teacher,
      method,
      iterations,
      last.n,
      last.mean,
      last.deviation ?? "",
      best.mean,
      best.deviation ?? "",
    ].join(","),
  );
  return csv("experiment,teacher,method,iterations,n,last_mean,last_sd,best_mean,best_sd", rows);
}

/** Test accuracy in per cent as a person reads it. */
export function tableText(results: readonly TableResult[], plan: Plan): string {
  const summaries = summariesOf(results, plan);
  const width = Math.max(10, ...summaries.map(({ experiment }) => experiment.length));
  const cell = ({ mean, deviation }: Spread) =>
    `${(100 * mean).toFixed(2)} ${deviation === null ? "      " : `+- ${(100 * deviation).toFixed(2)}`}`.padEnd(15);
  const lines = summaries.map(
    ({ experiment, teacher, iterations, last, best }) =>
      `${experiment.padEnd(width)}  ${iterations.padEnd(12)}${cell(last)}${cell(best)}${String(last.n).padEnd(4)}${teacher}`,
  );
  const header = `${"experiment".padEnd(width)}  ${"iterations".padEnd(12)}${"last, %".padEnd(15)}${"best, %".padEnd(15)}${"n".padEnd(4)}teacher`;
  return ["Test accuracy, mean +- standard deviation over seeds", header, ...lines].join("\n");
}

/** Which teacher it was; a method that learns from none was still compared with it on the way. */
function teacherText(plan: Plan, name: string): string {
  const experiment = plan.experiments.find((candidate) => candidate.name === name);
  if (!experiment || experiment.method.kind === "none") return "none";
  const { teacher } = experiment;
  if (teacher.kind === "shipped") return teacher.name;
  return plan.teacherPerSeed ? `recipe with seed ${teacher.seed} + the run's` : `recipe with seed ${teacher.seed}`;
}
