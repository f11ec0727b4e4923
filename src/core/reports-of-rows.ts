/** Back from `metrics.csv` and `timings.csv` to what a run reported. Matrices are in neither: their distances alone come back. */
import { studentNetwork, teacherNetwork } from "./build-network.ts";
import type { Experiment, Stage } from "./experiment.ts";
import { lessonAt, lessonsOf } from "./lessons.ts";
import { copyCounts } from "./methods/copy.ts";
import { lossesOf, readsFsp, stageOneOf } from "./methods/facts.ts";
import { metricsHeader, timingsHeader } from "./report-rows.ts";
import type { EvaluationReport, MethodLoss, Report, Result } from "./report.ts";
import { isResultMeasured } from "./report.ts";
import { rateAt } from "./schedule.ts";

interface Row {
  readonly stage: Stage;
  readonly step: number;
  readonly metric: string;
  readonly value: number;
}

export interface RunRows {
  readonly metrics: string;
  readonly timings: string;
}

/** Null where these are not such files. */
export function reportsOfRows({ metrics, timings }: RunRows, experiment: Experiment, result: Result): Report[] | null {
  const rows = rowsIn(metrics);
  const times = timesIn(timings);
  if (!rows || !times) return null;
  const rateOf = ratesOf(experiment);
  const reports: Report[] = [];
  let stage: Stage | null = null;
  for (const group of groupsOf(rows)) {
    const [{ stage: at, step }] = group;
    if (at !== stage && step > 0) {
      stage = at;
      const iterations = { 0: result.iterations.teacher, 1: result.iterations.fsp, 2: result.iterations.task }[at];
      reports.push({ type: "stage", stage, iterations });
    }
    reports.push(...reportsOf(group, experiment, rateOf(at, step), times.get(`${at} ${step}`) ?? 0));
  }
  reports.push({ type: "finished", result });
  return isResultMeasured(reports) ? reports : null;
}

type Group = readonly [Row, ...Row[]];

/** Rows of one step that stand together. */
function groupsOf(rows: readonly Row[]): Group[] {
  const groups: [Row, ...Row[]][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last && last[0].stage === row.stage && last[0].step === row.step) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function reportsOf(group: Group, experiment: Experiment, rate: number, milliseconds: number): Report[] {
  const [{ stage, step }] = group;
  const values = new Map(group.map(({ metric, value }) => [metric, value]));
  const partsOf = (prefix: string) =>
    Object.fromEntries(
      [...values].flatMap(([metric, value]) =>
        metric.startsWith(prefix) ? [[metric.slice(prefix.length), value]] : [],
      ),
    );
  const reports: Report[] = [];
  const { method } = experiment;
  if (values.has("copied-numbers") && method.kind === "copy") {
    const counts = copyCounts(method, teacherNetwork(experiment), studentNetwork(experiment));
    reports.push({ type: "copied", counts });
  }
  const name = stage === 0 ? null : lossesOf[method.kind][stage];
  const isPlainFsp = stage === 1 && readsFsp(method);
  const loss = values.get(stage === 1 ? `${name}-loss` : "task-loss");
  if (loss !== undefined) {
    const weighted = name === null || isPlainFsp ? undefined : values.get(`${name}-loss`);
    const methodLoss: MethodLoss | null =
      name === null || weighted === undefined ? null : { name, weighted, parts: partsOf(`${name}-loss.`) };
    reports.push({
      type: "step",
      stage,
      step,
      rate,
      loss,
      accuracy: values.get("training-accuracy") ?? null,
      pairLoss: isPlainFsp ? partsOf("fsp-loss.") : null,
      ...(methodLoss && { methodLoss }),
      milliseconds,
    });
  }
  reports.push(...evaluations(values, "validation", stage, step));
  const distance = partsOf("fsp-distance.");
  if (Object.keys(distance).length > 0) reports.push({ type: "matrices", stage, step, matrices: [], distance });
  if (name !== null && stage !== 0) {
    const parts = partsOf(`held-out-${name}-loss.`);
    if (Object.keys(parts).length > 0) reports.push({ type: "methodLoss", stage, step, name, parts });
  }
  // Behind all that was looked at in the step.
  reports.push(...evaluations(values, "test", stage, step));
  return reports;
}

/** The learning rate of a step, by its stage and number; a teacher's steps count through all its lessons. */
function ratesOf({ data, method, task, teacher }: Experiment): (stage: Stage, step: number) => number {
  const lessons = teacher.kind === "recipe" ? lessonsOf(teacher, data) : null;
  return (stage, step) => {
    const lesson = stage === 0 && lessons ? lessonAt(lessons, step) : null;
    const schedule = { 0: lesson?.schedule, 1: stageOneOf(method), 2: task }[stage];
    return schedule ? rateAt(schedule, step - 1 - (lesson?.from ?? 0)) : 0;
  };
}

function evaluations(
  values: ReadonlyMap<string, number>,
  split: EvaluationReport["split"],
  stage: Stage,
  step: number,
): EvaluationReport[] {
  return (["current", "last", "best"] as const).flatMap((weights) => {
    const which = weights === "current" ? split : `${split}-${weights}`;
    const [accuracy, loss] = [values.get(`${which}-accuracy`), values.get(`${which}-loss`)];
    if (accuracy === undefined || loss === undefined) return [];
    return [{ type: "evaluation" as const, stage, step, split, weights, accuracy, loss }];
  });
}

function linesIn(text: string, header: string): string[][] | null {
  const [first, ...lines] = text.trimEnd().split("\n");
  return first === header ? lines.map((line) => line.split(",")) : null;
}

function rowsIn(text: string): Row[] | null {
  const lines = linesIn(text, metricsHeader);
  const rows = lines?.map(([, , , , stage, step, metric, value]) => ({
    stage: stageIn(stage),
    step: Number(step),
    metric: metric ?? "",
    value: Number(value),
  }));
  const isWhole = (row: NonNullable<typeof rows>[number]): row is Row =>
    row.stage !== null && Number.isInteger(row.step) && Number.isFinite(row.value);
  return rows?.every(isWhole) ? rows : null;
}

/** Milliseconds by stage and step. */
function timesIn(text: string): Map<string, number> | null {
  const lines = linesIn(text, timingsHeader);
  return lines && new Map(lines.map(([, , , stage, step, milliseconds]) => [`${stage} ${step}`, Number(milliseconds)]));
}

function stageIn(text: string | undefined): Stage | null {
  return text === "0" ? 0 : text === "1" ? 1 : text === "2" ? 2 : null;
}
