import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "../core/defaults.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { noBetterMargin, type FinishedRun, type RunOutcome } from "../core/statistics/plan-summary.ts";
import { curveRows, curvesIn } from "./curves-csv.ts";
import { pairsCsv, tableCsv, tableText } from "./result-table.ts";
import { metricRows, metricsHeader, csv } from "../core/report-rows.ts";

const plan: Plan = {
  ...defaultPlan,
  seeds: [1, 2, 3],
  baseline: "plain",
  experiments: [
    { ...defaultExperiment, name: "fsp" },
    { ...defaultExperiment, name: "plain", method: { kind: "none" } },
    { ...defaultExperiment, name: "close" },
    { ...defaultExperiment, name: "broken" },
  ],
};

function finished(experiment: string, seed: number, test: number): FinishedRun {
  const score = { step: 20, validation: 0.75, test };
  return {
    status: "finished",
    run: { experiment, seed },
    result: { last: score, best: score, iterations: { teacher: 0, fsp: experiment === "plain" ? 0 : 5, task: 20 } },
    validation: { steps: [10, 20], values: [0.5, seed === 3 ? 0.7 : 0.8] },
  };
}

const outcomes: RunOutcome[] = [
  ...[0.81, 0.83, 0.84].map((test, index) => finished("fsp", index + 1, test)),
  ...[0.8, 0.81, 0.82].map((test, index) => finished("plain", index + 1, test)),
  ...[0.8005, 0.8095, 0.82].map((test, index) => finished("close", index + 1, test)),
  { status: "failed", run: { experiment: "broken", seed: 2 }, reason: "The loss became NaN." },
];
const table = { plan, outcomes, reach: null, margin: noBetterMargin };

test("a person reads means, intervals, differences with verdicts, iterations and failures", () => {
  expect(tableText(table)).toMatchInlineSnapshot(`
    "Test accuracy, mean +- standard deviation over seeds
    experiment  iterations  rate  last, %        best, %        n  teacher
    fsp         5+20        0.1   82.67 +- 1.53  82.67 +- 1.53  3  recipe with seed 1
    plain       20          0.1   81.00 +- 1.00  81.00 +- 1.00  3  none
    close       5+20        0.1   81.00 +- 0.98  81.00 +- 0.98  3  recipe with seed 1
    broken                  0.1   -              -              0  recipe with seed 1

    Test accuracy over seeds, %
    experiment  weights  mean   standard error  95 % t interval  least to greatest  n
    fsp         last     82.67  0.88            78.87 to 86.46   81.00 to 84.00     3
    fsp         best     82.67  0.88            78.87 to 86.46   81.00 to 84.00     3
    plain       last     81.00  0.58            78.52 to 83.48   80.00 to 82.00     3
    plain       best     81.00  0.58            78.52 to 83.48   80.00 to 82.00     3
    close       last     81.00  0.56            78.58 to 83.42   80.05 to 82.00     3
    close       best     81.00  0.56            78.58 to 83.42   80.05 to 82.00     3

    Difference from plain on the same seeds, points of test accuracy
    experiment  weights  mean   95 % t interval  p       Holm's p  verdict                             each seed
    fsp         last     +1.67  +0.23 to +3.10   0.0377  0.0755    inconclusive (uncorrected: better)  1: +1.00, 2: +2.00, 3: +2.00
    close       last     0.00   -0.12 to +0.12   1.0000  1.0000    no better                           1: +0.05, 2: -0.05, 3: 0.00
    fsp         best     +1.67  +0.23 to +3.10   0.0377  0.0755    inconclusive (uncorrected: better)  1: +1.00, 2: +2.00, 3: +2.00
    close       best     0.00   -0.12 to +0.12   1.0000  1.0000    no better                           1: +0.05, 2: -0.05, 3: 0.00
    Better, worse: the interval lies wholly above or below 0; no better: wholly within 0.5 points of 0.
    Verdicts are those after Holm's correction over 2 methods.

    Iterations, stage 1 counted, to a measured validation accuracy of at least 75.00 %, the mean of plain at its end
    experiment  median  reached  each seed
    fsp         25      2 of 3   1: 25, 2: 25, 3: never
    plain       20      2 of 3   1: 20, 2: 20, 3: never
    close       25      2 of 3   1: 25, 2: 25, 3: never

    Failed runs, in none of the numbers
    broken seed 2: The loss became NaN."
  `);
});

test("one run has its accuracy alone", () => {
  const alone = { ...plan, baseline: null, experiments: plan.experiments.slice(0, 1) };
  expect(tableText({ plan: alone, outcomes: outcomes.slice(0, 1), reach: null, margin: noBetterMargin }))
    .toMatchInlineSnapshot(`
    "Test accuracy, mean +- standard deviation over seeds
    experiment  iterations  rate  last, %  best, %  n  teacher
    fsp         5+20        0.1   81.00    81.00    1  recipe with seed 1"
  `);
});

test("every row of table.csv has a cell for every column, whatever its teacher is called", () => {
  const { teacher } = defaultExperiment;
  if (teacher.kind !== "recipe") throw new Error("the default experiment has no recipe");
  const { data, batch, augment } = defaultExperiment;
  const before = { data, batch, augment, schedule: teacher.schedule };
  const ofTeacher = (name: string, of: Experiment["teacher"]): Experiment => ({
    ...defaultExperiment,
    name,
    teacher: of,
  });
  const experiments = [
    ...plan.experiments,
    ofTeacher("tuned", { ...teacher, before }),
    ofTeacher("stored", {
      kind: "stored",
      name: 'a "good", old one',
      sha256: "0".repeat(64),
      network: teacher.network,
    }),
  ];
  const failed = ["tuned", "stored"].map((experiment): RunOutcome => {
    return { status: "failed", run: { experiment, seed: 1 }, reason: "The loss became NaN." };
  });
  const named = { ...table, plan: { ...plan, experiments }, outcomes: [...outcomes, ...failed] };
  const [header, ...rows] = tableCsv(named).trimEnd().split("\n");
  expect(rows).toHaveLength(6);
  // Commas within quotation marks part no cells.
  for (const row of rows)
    expect(row.replaceAll(/"(?:[^"]|"")*"/g, "text").split(",")).toHaveLength(header!.split(",").length);
  expect(rows[4]).toContain('"recipe with seed 1, fine-tuned from other images"');
  expect(rows[5]).toContain('"a ""good"", old one"');
});

test("whoever asks for a wider margin has more differences that are none", () => {
  const verdictOf = (margin: number) => {
    const line = tableText({ ...table, margin })
      .split("\n")
      .find((text) => /^close +last .*(?:better|inconclusive)/.test(text));
    return /no better|inconclusive/.exec(line!)![0];
  };
  expect([verdictOf(0.0001), verdictOf(0.05)]).toEqual(["inconclusive", "no better"]);
  expect(tableText({ ...table, margin: 0.0025 })).toContain("no better: wholly within 0.25 points of 0.");
});

test("pairs.csv has every pair of both weights, and is not there without a baseline", () => {
  expect(pairsCsv(table)!.trimEnd().split("\n")).toHaveLength(1 + 2 * 2 * 3);
  expect(pairsCsv({ ...table, plan: { ...plan, baseline: null } })).toBeNull();
});

test("curves come back from metrics.csv with every bit, whole runs and half ones", () => {
  const report = (step: number, accuracy: number) =>
    ({ type: "evaluation", stage: 2, step, split: "validation", weights: "current", accuracy, loss: 1 / 3 }) as const;
  const fileOf = (...values: number[]) => {
    const rows = values.flatMap((value, index) =>
      metricRows({ experiment: "fsp", seed: 1 }, "fsp", report(index + 1, value)),
    );
    return csv(metricsHeader, rows);
  };
  const first = curvesIn(fileOf(0.1, 1 / 7))!;
  expect(first.get("student,2,validation-accuracy")).toEqual({ steps: [1, 2], values: [0.1, 1 / 7] });
  expect(first.get("student,2,validation-loss")).toEqual({ steps: [1, 2], values: [1 / 3, 1 / 3] });
  expect(curveRows("fsp", [first, curvesIn(fileOf(0.3))!], false).slice(0, 2)).toMatchInlineSnapshot(`
    [
      "fsp,student,2,validation-accuracy,1,2,0.2,0.1414213562373095,0.09999999999999999,-1.0706204736174698,1.4706204736174697,0.1,0.3",
      "fsp,student,2,validation-accuracy,2,1,0.14285714285714285,,,,,0.14285714285714285,0.14285714285714285",
    ]
  `);
  expect(curvesIn(csv(metricsHeader, []))!.size).toBe(0);
});

test.each([
  ["another header", "run,method\nfsp,fsp\n"],
  ["half a row", `${metricsHeader}\nfsp,fsp,1,student,2,10,validation-acc`],
  ["a row that is too short", `${metricsHeader}\nfsp,fsp,1,student,2,10,validation-accuracy\n`],
  ["a value that is no number", `${metricsHeader}\nfsp,fsp,1,student,2,10,validation-accuracy,x\n`],
  ["nothing", ""],
])("metrics.csv with %s has no curves", (_, text) => {
  expect(curvesIn(text)).toBeNull();
});
