import { expect, test } from "vitest";
import { defaultExperiment, defaultPlan } from "../../core/defaults.ts";
import type { Experiment, Plan } from "../../core/experiment.ts";
import { runId } from "../../core/plan-jobs.ts";
import { runsOf } from "../../core/plan-runs.ts";
import type { RunEnd } from "../../core/run-end.ts";
import { groupSummaries, groupsOf } from "./groups.ts";
import { filterIn, rowFields, rowsPassing, runFields, runsPassing, type FilterField } from "./run-filter.ts";
import { runRecords } from "./run-records.ts";

const english = Object.fromEntries([...runFields, ...rowFields].map((field) => [field, field])) as Record<
  FilterField,
  string
>;

const quick: Experiment = { ...defaultExperiment, name: "quick" };
const slow: Experiment = { ...quick, name: "slow", task: { ...quick.task, rate: 0.05 } };
const plan: Plan = { ...defaultPlan, seeds: [1, 2], baseline: null, experiments: [quick, slow] };
const accuracies = { "quick-s1": 0.5, "quick-s2": 0.64, "slow-s1": 0.7, "slow-s2": 0.72 } as Record<string, number>;

/** `quick` has 57 % on average and `slow` 71 %. Of the runs so many have ended; without any the first is being made. */
function recordsOf(ended = 4) {
  const ends = runsOf(plan).map(({ run, experiment }): RunEnd => {
    const score = { step: 300, validation: 0.5, test: accuracies[runId(run)]! };
    const iterations = { teacher: 0, fsp: 200, task: 300 };
    const time = { iterations: 1, seconds: 2 };
    return {
      id: runId(run),
      run,
      rate: experiment.task.rate,
      how: { kind: "finished", result: { last: score, best: score, iterations, weightsHash: "0" } },
      validation: { steps: [300], values: [0.5] },
      times: { 0: time, 1: time, 2: time },
    };
  });
  const current = ended === 0 ? { experiment: "quick", seed: 1 } : null;
  const queue = { training: "t", begunAt: 1, order: [], ends: ends.slice(0, ended), current };
  return runRecords({ plan, environment: null, queue, openState: "training" }, []);
}

const records = recordsOf();

const runsIn = (text: string, names = english) =>
  runsPassing(records, filterIn(text, names))
    .map(({ run }) => runId(run))
    .toSorted();

/** Each row's name and how many runs it has. */
const rowsIn = (text: string, of = records) => {
  const filter = filterIn(text, english);
  const groups = groupsOf(runsPassing(of, filter), "settings");
  const rows = groupSummaries(groups, { baseline: null, reach: null, margin: 0.005 });
  return rowsPassing(rows, filter).map(({ group }) => [group.records[0]!.experiment.name, group.counted.length]);
};

test.each<[string, readonly string[]]>([
  ["", ["quick-s1", "quick-s2", "slow-s1", "slow-s2"]],
  ["SLOW", ["slow-s1", "slow-s2"]],
  ["slow s2", ["slow-s2"]],
  ["finished fsp s1", ["quick-s1", "slow-s1"]],
  ["finished nowhere", []],
  ["seed = 1", ["quick-s1", "slow-s1"]],
  ["seed=1 slow", ["slow-s1"]],
  ["slow seed≠1", ["slow-s2"]],
  ["rate <= 0.05", ["slow-s1", "slow-s2"]],
  ["rate<5e-2", []],
  ["rate > .05", ["quick-s1", "quick-s2"]],
  ["seed >= 1 seed < 2", ["quick-s1", "slow-s1"]],
])("the filter %j finds these runs", (text, expected) => {
  expect(runsIn(text)).toEqual(expected);
});

test.each<[string, readonly string[]]>([
  ["accuracy > 60", ["slow"]],
  // 0.57 is (0.5 + 0.64) / 2, and 100 times it is not 57 to the last bit.
  ["accuracy = 57", ["quick"]],
  ["accuracy>=57%", ["quick", "slow"]],
  ["accuracy < 57", []],
  ["best ≥ 71", ["slow"]],
  ["runs = 2 quick", ["quick"]],
  ["seconds <= 4", ["quick", "slow"]],
  ["seconds < 4", []],
  ["iterations > 1,000", []],
])("the filter %j finds these rows", (text, expected) => {
  expect(rowsIn(text).map(([name]) => name)).toEqual(expected);
});

test("what came out filters rows as wholes: no run is left out of a mean because it came out badly", () => {
  // One of the two runs of quick has 64 %.
  expect(rowsIn("accuracy > 55")).toEqual([
    ["quick", 2],
    ["slow", 2],
  ]);
  expect(rowsIn("accuracy > 57.5")).toEqual([["slow", 2]]);
});

test("what was settled before filters runs: a seed alone is in the mean", () => {
  expect(rowsIn("seed = 2 accuracy > 60")).toEqual([
    ["quick", 1],
    ["slow", 1],
  ]);
});

test("a row without a number passes no condition on it", () => {
  const open = recordsOf(0);
  expect(rowsIn("", open)).toEqual([["quick", 0]]);
  expect(rowsIn("accuracy < 100", open)).toEqual([]);
  expect(rowsIn("accuracy != 100", open)).toEqual([]);
  expect(rowsIn("runs = 0", open)).toEqual([["quick", 0]]);
});

test("fields have names in the language of the screen too, signs and digits may be wide, and English is understood", () => {
  const chinese = { ...english, seed: "种子" };
  for (const text of ["种子 = 1", "种子＝１", "seed=1"]) expect(runsIn(text, chinese)).toEqual(["quick-s1", "slow-s1"]);
  expect(filterIn("种子 = 1", english).unread).toEqual(["种子 = 1"]);
});

test("a word before a sign is taken for a field", () => {
  expect(filterIn("slow > 3", english)).toMatchObject({ unread: ["slow > 3"], words: [] });
});

test.each(["acuracy > 60", "seed =", "rate = 0,05", "rate = fast", "seed = 1,00"])(
  "%j is no condition: it is told as such and filters nothing",
  (text) => {
    expect(filterIn(`slow ${text}`, english)).toMatchObject({
      unread: [text],
      ofRuns: [],
      ofRows: [],
      words: ["slow"],
    });
    expect(runsIn(text)).toHaveLength(4);
  },
);
