/** The drawer's numbers, against those that the command line writes of the same runs. */
import { describe, expect, test } from "vitest";
import { pairsCsv, tableCsv, tableText } from "../../cli/result-table.ts";
import { defaultExperiment, defaultPlan } from "../../core/defaults.ts";
import type { Experiment, Plan } from "../../core/experiment.ts";
import { paperTables } from "../../core/paper/presets.ts";
import { runId } from "../../core/plan-jobs.ts";
import { runsOf } from "../../core/plan-runs.ts";
import { outcomeOf, type RunEnd } from "../../core/run-end.ts";
import { meanText, percent, points, pText, studentIterations } from "../../core/statistics/texts.ts";
import { endedTraining } from "../../testing/ended-training.ts";
import { groupSummaries, groupsOf, usualBaseline, type Grouping } from "./groups.ts";
import { paperFigureOf } from "./paper-figure.ts";
import { runRecords } from "./run-records.ts";
import { firstOrder, nextOrder, sorted, type Order, type Sorting } from "./sorting.ts";

const fsp: Experiment = { ...defaultExperiment, name: "fsp" };
const plain: Experiment = { ...fsp, name: "plain", method: { kind: "none" } };
const soft: Experiment = {
  ...fsp,
  name: "soft",
  method: { kind: "kd", temperature: 4, share: 0.5 },
};
const plan: Plan = { ...defaultPlan, seeds: [1, 2, 3, 4], baseline: "plain", experiments: [fsp, plain, soft] };

const time = { iterations: 0, seconds: 0 };

/** Test accuracies that are no round numbers, the same whenever they are asked for. */
function endOf(experiment: Experiment, seed: number, ends: "finished" | "failed" = "finished"): RunEnd {
  const gain = { fsp: 0.021, plain: 0, soft: 0.0004 }[experiment.name] ?? 0;
  const test_ = 0.8 + gain + 0.0137 * ((seed * 7) % 5) + 0.0011 * ((seed * experiment.name.length) % 3);
  const stageOne = "schedule" in experiment.method ? experiment.method.schedule.iterations : 0;
  const run = { experiment: experiment.name, seed };
  const iterations = { teacher: 0, fsp: stageOne, task: 300 };
  const score = { step: 300, validation: test_ - 0.01, test: test_ };
  return {
    id: runId(run),
    run,
    rate: experiment.task.rate,
    how:
      ends === "failed"
        ? { kind: "failed", reason: "Its numbers stopped being finite." }
        : {
            kind: "finished",
            result: { last: score, best: { ...score, test: test_ + 0.003 }, iterations, weightsHash: "0" },
          },
    validation: { steps: [100, 200, 300], values: [0.5, test_ - 0.02, test_ - 0.01] },
    times: { 0: time, 1: { iterations: stageOne, seconds: 1 }, 2: { iterations: 300, seconds: 2.5 } },
  };
}

const failing = runsOf(plan).map(({ run, experiment }) =>
  endOf(experiment, run.seed, run.experiment === "soft" && run.seed === 4 ? "failed" : "finished"),
);
const records = runRecords(null, [endedTraining(plan, failing)]);
const settings = { reach: null, margin: 0.005 };

describe("the drawer and the command line", () => {
  const outcomes = failing.flatMap((end) => outcomeOf(end) ?? []);
  const table = { plan, outcomes, reach: null, margin: 0.005 };
  const [header, ...lines] = tableCsv(table).trimEnd().split("\n");
  const cell = (line: string, column: string) => line.split(",")[header!.split(",").indexOf(column)];
  const groups = groupsOf(records, "settings");
  const base = usualBaseline(groups);
  const summaries = groupSummaries(groups, { ...settings, baseline: base!.key });

  test.each(plan.experiments.map(({ name }) => name))("say equal numbers of %s", (name) => {
    const line = lines.find((one) => one.startsWith(`${name},`))!;
    const summary = summaries.find(({ group }) => group.records[0]!.experiment.name === name)!;
    for (const weights of ["last", "best"] as const) {
      const { mean, deviation, n } = summary.test![weights];
      expect([mean, deviation, n].map(String)).toEqual([
        cell(line, `${weights}_mean`),
        cell(line, `${weights}_sd`),
        cell(line, "n"),
      ]);
      const comparison = summary.comparison?.[weights];
      const written = ["difference", "difference_low", "difference_high", "p", "holm_p", "verdict", "holm_verdict"];
      expect(
        [
          comparison?.difference?.mean,
          comparison?.difference?.interval?.low,
          comparison?.difference?.interval?.high,
          comparison?.p,
          comparison?.correctedP,
          comparison?.verdict,
          comparison?.correctedVerdict,
        ].map((value) => String(value ?? "")),
      ).toEqual(written.map((column) => cell(line, `${weights}_${column}`)));
    }
    expect(String(summary.reach!.median ?? "")).toBe(cell(line, "reach_median"));
  });

  test("print them in the same digits", () => {
    const text = tableText(table);
    for (const { group, test: accuracy, comparison, iterations } of summaries) {
      const row = text.split("\n").find((line) => line.startsWith(`${group.records[0]!.experiment.name} `))!;
      expect(row).toContain(meanText(accuracy!.last, "+-"));
      expect(row).toContain(meanText(accuracy!.best, "+-"));
      expect(row).toContain(studentIterations(iterations!));
      if (!comparison) continue;
      const { difference, p, correctedP } = comparison.last;
      const { low, high } = difference!.interval!;
      expect(text.replaceAll(/ +/g, " ")).toContain(`${points(difference!.mean)} ${points(low)} to ${points(high)}`);
      expect(text.replaceAll(/ +/g, "  ")).toContain(`${pText(p!)}  ${pText(correctedP!)}`);
    }
    expect(percent(0.80125)).toBe("80.13");
  });

  test("pair the same seeds, and leave out a run that failed", () => {
    const written = pairsCsv(table)!
      .split("\n")
      .filter((line) => line.startsWith("soft,plain,last,"));
    const pairs = summaries.find(({ group }) => group.records[0]!.experiment.name === "soft")!.comparison!.last.pairs;
    expect(pairs.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(written.map((line) => line.split(",").at(-1))).toEqual(pairs.map(({ difference }) => String(difference)));
  });
});

describe("groups", () => {
  test("of the same settings are one, whichever plan they are of, and a run made twice counts once, the latest", () => {
    const later: Plan = { ...plan, name: "later", seeds: [4, 5], experiments: [{ ...plain, name: "alone" }] };
    const again = runsOf(later).map(({ run, experiment }) => endOf(experiment, run.seed));
    const more = endedTraining(later, again, { id: "two", begunAt: 9 });
    const groups = groupsOf(runRecords(null, [more, endedTraining(plan, failing)]), "settings");
    expect(groups).toHaveLength(3);
    const own = groups.find(({ records: [first] }) => first!.experiment.method.kind === "none")!;
    expect(own.records).toHaveLength(6);
    expect(own.counted.map(({ run, training }) => [run.seed, training.id])).toEqual([
      [1, "one"],
      [2, "one"],
      [3, "one"],
      [4, "two"],
      [5, "two"],
    ]);
  });

  test("another rate is another setting", () => {
    const tuned = failing.map((end) => (end.run.experiment === "plain" ? { ...end, rate: 0.4 } : end));
    const both = runRecords(null, [endedTraining(plan, failing), endedTraining(plan, tuned, { id: "two" })]);
    expect(groupsOf(both, "settings")).toHaveLength(4);
  });

  test("that mix settings have a mean and no pairs", () => {
    const [all] = groupsOf(records, "student");
    expect(all!.isOneSetting).toBe(false);
    const [summary] = groupSummaries([all!], { ...settings, baseline: all!.key });
    expect(summary!.test!.last.n).toBe(11);
    expect(summary!.comparison).toBeNull();
  });

  test("can be those of a name, or of as many iterations, stage 1 apart", () => {
    const keys = (grouping: Grouping) => groupsOf(records, grouping).map(({ key, records: own }) => [key, own.length]);
    expect(new Map(keys("name") as [string, number][])).toEqual(new Map(plan.experiments.map(({ name }) => [name, 4])));
    expect(keys("iterations")).toHaveLength(2);
  });

  test("can be those of a batch, of an augmentation or of how stage 1 is weighed and trained", () => {
    const others = [
      { ...fsp, name: "batch", batch: 2 * fsp.batch },
      { ...fsp, name: "crop", augment: { crop: !fsp.augment.crop, flip: fsp.augment.flip } },
      { ...fsp, name: "often", evaluateEvery: 1 },
      { ...fsp, name: "lambda", method: { ...fsp.method, lambda: 7 } as Experiment["method"] },
    ];
    const wide = { ...plan, experiments: [fsp, plain, ...others] };
    const ends = wide.experiments.map((experiment) => endOf(experiment, 1));
    const own = runRecords(null, [endedTraining(wide, ends)]);
    const alone = (grouping: Grouping) =>
      groupsOf(own, grouping).flatMap(({ records: [first, ...more] }) =>
        more.length === 0 ? [first!.run.experiment] : [],
      );
    expect(alone("batch")).toEqual(["batch"]);
    expect(alone("augment")).toEqual(["crop"]);
    expect(alone("evaluateEvery")).toEqual(["often"]);
    expect(alone("lambda")).toEqual(["plain", "lambda"]);
    expect(alone("stageOneRate")).toEqual(["plain"]);
  });

  test("of a plan made after one of the paper's tables have its figures, where they differ in nothing but seeds", () => {
    const table = paperTables.get("paper-table-5-small")!;
    const ends = runsOf(table).map(({ run, experiment }) => endOf(experiment, run.seed));
    const own = runRecords(null, [endedTraining(table, ends)]);
    const found = groupsOf(own, "settings").map((group) => [
      group.records[0]!.experiment.name,
      paperFigureOf(group)?.row.accuracy ?? null,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      "teacher-fine-tuned": 77.72,
      "teacher-from-scratch": 47.53,
      "student-from-scratch": 47.73,
      "student-from-scratch-51k": null,
      "student-from-scratch-65k": null,
      fitnet: 70.19,
      fsp: 74.26,
      "fsp-teacher-of-source": null,
    });
    expect(groupsOf(own, "plan").map(paperFigureOf)).toEqual([null]);
    expect(groupsOf(records, "settings").map(paperFigureOf)).toEqual([null, null, null]);
  });

  test("stand beside a row whose networks begin from one stage 1 in the paper, and say so", () => {
    const table = paperTables.get("paper-table-1-small")!;
    const ends = runsOf(table).map(({ run, experiment }) => endOf(experiment, run.seed));
    const groups = groupsOf(runRecords(null, [endedTraining(table, ends)]), "settings");
    const shared = groups.flatMap((group) =>
      paperFigureOf(group)?.sharesStageOne ? paperFigureOf(group)!.row.name : [],
    );
    expect(shared).toEqual(["Student *"]);
  });

  test("are sorted by what was asked for", () => {
    const slower = failing.map((end) => (end.run.experiment === "soft" ? { ...end, rate: 0.001 } : end));
    const groups = groupsOf(runRecords(null, [endedTraining(plan, slower)]), "settings");
    const summaries = groupSummaries(groups, { ...settings, reach: 0.6, baseline: null });
    const namesIn = (order: Order) => sorted(summaries, order).map(({ group }) => group.records[0]!.experiment.name);
    const names = (by: Sorting) => namesIn(firstOrder(by));
    expect(names("name")).toEqual(["fsp", "plain", "soft"]);
    expect(names("last")[0]).toBe("fsp");
    // Stage 1 counts.
    expect(names("iterations").at(-1)).toBe("fsp");
    expect(names("reach").at(-1)).toBe("fsp");
    expect(names("rate")).toEqual(["soft", "fsp", "plain"]);
    expect(names("state")[0]).toBe("soft");
    // A second press on the same head turns the order round.
    expect(namesIn(nextOrder(firstOrder("name"), "name"))).toEqual(["soft", "plain", "fsp"]);
    expect(nextOrder(firstOrder("name"), "last")).toEqual(firstOrder("last"));
  });

  test.each(["ascending", "descending"] as const)("without a value stand behind all others, %s", (direction) => {
    const open = failing.filter(({ run, how }) => run.experiment !== "plain" && how.kind !== "failed");
    const failed = endOf(plain, 1, "failed");
    const groups = groupsOf(runRecords(null, [endedTraining(plan, [failed, ...open])]), "settings");
    const rows = sorted(groupSummaries(groups, { ...settings, baseline: null }), { by: "last", direction });
    expect(rows.map(({ test: spreads }) => spreads === null)).toEqual([false, false, true]);
  });
});

test("an interrupted training's open run is listed as such, one that waits is not", () => {
  const half = endedTraining(plan, failing.slice(0, 2), { status: "training" });
  const states = runRecords(null, [half]).map(({ run, state }) => [run.experiment, run.seed, state]);
  expect(states).toEqual([
    ["fsp", 1, "finished"],
    ["plain", 1, "finished"],
    ["soft", 1, "interrupted"],
  ]);
});
