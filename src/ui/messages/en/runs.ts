/** The words of the queue, of the dialog that makes a plan, and of the drawer that compares runs. */
import type { Stage } from "../../../core/experiment.ts";
import type { Grouping } from "../../../client/runs/groups.ts";
import type { ComparedCurve } from "../../../client/runs/run-curves.ts";
import type { Sorting } from "../../../client/runs/sorting.ts";
import type { RecordState } from "../../../client/runs/run-records.ts";
import type { QueuedState } from "../../../client/run-queue.ts";
import type { VariedSetting } from "../../../client/plan-choices.ts";
import { gapSentences } from "../../../core/paper/gaps.ts";
import type { Verdict } from "../../../core/statistics/paired.ts";
import type { Weights } from "../../../core/statistics/plan-summary.ts";
import { exact, integer } from "../../numbers.ts";
import { methodChoiceNames } from "./methods.ts";
import { formatsFor } from "../format.ts";

const { plural } = formatsFor("en");

const states: Readonly<Record<RecordState, string>> = {
  training: "training",
  interrupted: "interrupted",
  finished: "finished",
  failed: "failed",
  skipped: "skipped",
};
const groupings: Readonly<Record<Grouping, string>> = {
  settings: "all but seed",
  run: "nothing",
  name: "name",
  plan: "plan",
  method: "method",
  data: "images",
  teacher: "teacher",
  student: "student",
  rate: "rate of stage 2",
  stageOneRate: "rate of stage 1",
  iterations: "iterations",
  batch: "batch",
  lambda: "lambda of FSP",
  augment: "augmentation",
  evaluateEvery: "evaluation interval",
  seed: "seed",
  state: "state",
};
const sortings: Readonly<Record<Sorting, string>> = {
  latest: "latest",
  name: "name",
  method: "method",
  last: "accuracy, last weights",
  best: "accuracy, best weights",
  iterations: "iterations",
  rate: "rate of stage 2",
  reach: "iterations to reach",
  seconds: "seconds",
  state: "state",
  runs: "number of runs",
};
const verdicts: Readonly<Record<Verdict, string>> = {
  better: "better",
  worse: "worse",
  "no-better": "no better",
  inconclusive: "inconclusive",
  "needs-more-seeds": "needs more seeds",
};
const weights: Readonly<Record<Weights, string>> = { last: "last weights", best: "best weights" };
const curves: Readonly<Record<ComparedCurve, string>> = {
  validationAccuracy: "validation accuracy",
  trainingAccuracy: "accuracy of batches",
  taskLoss: "task loss",
  fspDistance: "FSP distance",
};
const queueStates: Readonly<Record<QueuedState, string>> = { ...states, waiting: "waiting" };
const varied: Readonly<Record<VariedSetting, string>> = {
  training: "Training images",
  studentDepth: "Student's depth",
  studentWidth: "Student's width",
  taskIterations: "Iterations of stage 2",
  batch: "Images in a batch",
};

/** By the names that the command line has for them. */
const studies: Readonly<Record<string, string>> = {
  "methods-tuned": "Methods at their own rates",
  "paper-table-1-small": "Paper's Table 1, small",
  "paper-table-2-small": "Paper's Table 2, small",
  "paper-table-3-small": "Paper's Table 3, small",
  "paper-table-4-small": "Paper's Table 4, small",
  "paper-table-5-small": "Paper's Table 5, small: transfer to other classes",
  "transfer-few-images": "Transfer to few images",
  "transfer-other-set": "Transfer from another set",
  "paper-table-1": "Paper's Table 1, in full",
  "paper-table-2": "Paper's Table 2, in full",
  "paper-table-3": "Paper's Table 3, in full",
  "paper-table-4": "Paper's Table 4, in full",
  "paper-table-5": "Paper's Table 5, in full",
};

export const runs = {
  queue: {
    title: "Queue",
    summary: (done: number, all: number) => `${integer(done)} of ${integer(all)} runs have ended`,
    failed: (count: number) => `${integer(count)} failed`,
    list: "Runs of this plan, in the order in which they are made",
    states: queueStates,
    up: "Earlier",
    down: "Later",
    skip: "Skip",
    putBack: "Put back",
    trainSkipped: (count: number) =>
      count === 1 ? "Train the skipped run" : `Train the ${integer(count)} skipped runs`,
    setupChanged:
      "To go on takes this plan as it was trained; what was changed of the set-up since is kept under “Earlier”.",
    of: (action: string, experiment: string, seed: number) => `${action}: ${experiment}, seed ${integer(seed)}`,
    trial: (experiment: string, seed: number) => `Now its rate is tried: ${experiment}, seed ${integer(seed)}.`,
    sharedTeacher: "A teacher that several runs share is trained once, in the first of them.",
    more: (count: number) => `and ${integer(count)} more`,
    ended: (finished: number, failed: number, skipped: number) =>
      [
        `${integer(finished)} ${plural(finished, "run", "runs")} finished`,
        ...(failed > 0 ? [`${integer(failed)} failed`] : []),
        ...(skipped > 0 ? [`${integer(skipped)} skipped`] : []),
      ].join(", "),
  },
  plan: {
    open: "Plan…",
    title: "Plan a comparison",
    close: "Close",
    intro:
      "Methods times seeds, from the set-up as it is. One run at a time, so ordered that what is done can be compared.",
    methods: "Methods",
    choices: (name: string) => methodChoiceNames[name] ?? name,
    iterations: (stageOne: number, task: number) =>
      stageOne > 0 ? `${integer(stageOne)} + ${integer(task)} iterations` : `${integer(task)} iterations`,
    totals: (totals: readonly number[]) => `${totals.map(integer).join(" and ")} iterations`,
    noTotal: "only beside a method with two stages",
    seeds: "Seeds",
    seedsHint: "From 3 seeds on, differences get a verdict.",
    sweep: "Try rates of stage 2 first",
    sweepHint: (seed: number) =>
      `Each method gets the rate that is best on validation images, tried with seed ${integer(seed)}, which is none of the seeds above.`,
    rates: "Rates, the least first",
    vary: "Vary other settings",
    varyHint:
      "Give several values, such as 4, 8; an empty field stays as it is set up. Every value is combined with those of the other settings and with every method. Each combination has a plain student of its own, so the baseline is chosen under Runs.",
    varied,
    size: (experiments: number, runCount: number, trials: number) =>
      `${integer(experiments)} ${plural(experiments, "experiment", "experiments")}, ${integer(runCount)} ${plural(runCount, "run", "runs")}${trials === 0 ? "" : ` and ${integer(trials)} ${plural(trials, "trial", "trials")} of rates`}`,
    use: "Set up",
    train: "Set up and train",
    badNumbers: "Give numbers between commas, each once.",
    tooMany: (count: number, most: number) =>
      `These are ${integer(count)} experiments; a plan has at most ${integer(most)}. Take away some methods or values.`,
    noMethod: "Choose at least one method.",
    moreRates: "Rates: give from 2 to 16 of them.",
    tooManySeeds: "Seeds: give at most 100 of them.",
    studies: "Or a study by its name",
    studyNames: studies,
    useStudy: "Set up the study",
    paperGaps: gapSentences,
  },
  runs: {
    open: (count: number) => `Runs (${integer(count)})`,
    title: "Runs",
    close: "Close",
    none: "No run has ended in this browser yet. Press Train, or make a plan of several methods and seeds.",
    filter: "Filter",
    filterFields: {
      seed: "seed",
      rate: "rate",
      iterations: "iterations",
      batch: "batch",
      images: "images",
      accuracy: "accuracy",
      best: "best",
      reach: "reach",
      seconds: "seconds",
      runs: "runs",
    },
    filterExample: "accuracy > 60",
    filterHelp: (ofRuns: string, ofRows: string) =>
      `Filter by words of a name, method, plan or state, and by numbers, such as accuracy > 60 seed = 1. Of each run: ${ofRuns}. Of a row: ${ofRows}.`,
    filterUnread: (typed: string) => `No condition: ${typed}. Write a field, one of < <= = != >= >, and a number.`,
    noneFound: "No run passes the filter.",
    groupBy: "Group by",
    groupings,
    sortBy: "Sort by",
    sortings,
    weights: "Accuracy of",
    weightNames: weights,
    reach: "Accuracy to reach, %",
    reachHint: "validation accuracy; empty: the baseline's mean at its end",
    select: (name: string) => `Select ${name}`,
    selected: (count: number) => `${integer(count)} selected`,
    clear: "Clear the selection",
    columns: {
      name: "Name",
      changed: "Changed",
      method: "Method",
      seeds: "Seeds",
      last: "Last, %",
      best: "Best, %",
      paper: "Paper, %",
      paperIterations: "Paper's iterations",
      iterations: "Iterations",
      rate: "Rate",
      reached: "To reach",
      seconds: "Seconds",
      state: "State",
    },
    meaning:
      "Test accuracy, mean ± standard deviation (n), of the last weights and of those that were best on validation images. Iterations: stage 1 + stage 2. To reach: the median of iterations to the accuracy, stage 1 counted, as first seen by an evaluation in stage 2. Seconds: of a run's training steps, without its teacher's. A press on a column's head sorts by it, another turns the order round.",
    paperFigure: (table: number, row: string, accuracy: number) => `${accuracy.toFixed(2)} (Table ${table}: ${row})`,
    paperIterations: "Paper's iterations: of a row's three networks together, stage 1 counted.",
    sharedStageOne: (row: string) =>
      `${row}: the paper's three networks begin from one stage 1, counted once; here each network learns its own.`,
    paperNote:
      "Paper: the test accuracy in its own table, with other widths, batches, images or iterations. What can be compared is who is ahead of whom; the plan dialog and docs/paper-tables.md say what the paper leaves open and what differs.",
    mean: (text: string, n: number) => `${text} (${integer(n)})`,
    from: (parent: string) => `from ${parent}`,
    rateFrom: (stage: Stage, done: number, was: string, now: string) =>
      done === 0
        ? `rate of stage ${stage} ${was} → ${now}`
        : `rate of stage ${stage} from iteration ${integer(done)} on ${was} → ${now}`,
    asParent: (parent: string) => `as ${parent}`,
    moreChanges: (count: number) => `and ${integer(count)} more`,
    never: "never",
    reachedIn: (steps: string, count: number, all: number) => `${steps} (${integer(count)} of ${integer(all)})`,
    states,
    stateCount: (state: RecordState, count: number, only: boolean) =>
      only && count === 1 ? states[state] : `${integer(count)} ${states[state]}`,
    failedWhy: (experiment: string, seeds: readonly number[], reason: string) =>
      `${experiment}, ${plural(seeds.length, "seed", "seeds")} ${seeds.map(integer).join(", ")} failed and ${plural(seeds.length, "is", "are")} in none of the numbers: ${reason}`,
    repeated: (count: number) =>
      `${integer(count)} ${plural(count, "run was", "runs were")} made again with the same settings and seed; the latest counts.`,
    showMore: "Show more",
    compare: "Compare",
    pick: "Select rows to lay their curves over each other and to compare them seed by seed.",
    baseline: "Baseline",
    noBaseline: "none",
    margin: "No better within, points",
    curve: "Curve",
    curves,
    band: "Band",
    bands: {
      deviation: "standard deviation",
      error: "standard error",
      interval: "95 % interval",
      range: "least to greatest",
      runs: "each run",
    },
    axes: (curve: string, band: string | null) =>
      `Up: ${curve}${band === null ? ", each run" : `, mean over seeds, band: ${band}`}. Along: iterations that change the student, stage 1 counted.`,
    chartOf: (curve: string) => `Mean over seeds: ${curve}`,
    noCurve: "None of these runs has this curve.",
    reading: "Reading the runs…",
    differences: (baseline: string) => `Difference from ${baseline} on the same seeds, points of test accuracy`,
    sweeps: {
      title: "Rates of stage 2 that were tried first",
      taken: "Taken",
      edge: (rate: string) => `${rate} (at the edge)`,
      none: "none, all failed",
      tried: "Rate: validation accuracy, %",
      trial: (rate: string, accuracy: string) => `${rate}: ${accuracy}`,
      failed: "failed",
      iterations: "Iterations",
      seconds: "Seconds",
      meaning:
        "Validation images decide, of the last weights; no test image is looked at. At the edge: the least or greatest of those tried was best, so a better one may lie beyond. The cost is of all trials.",
    },
    group: "Runs",
    difference: "Mean",
    interval: "95 % t interval",
    p: "p",
    holm: "Holm's p",
    verdict: "Verdict",
    eachSeed: "Each seed",
    range: (low: string, high: string) => `${low} to ${high}`,
    verdicts,
    uncorrected: (verdict: string) => `uncorrected: ${verdict}`,
    rule: (margin: number) =>
      `Better, worse: the interval lies wholly above or below 0; no better: wholly within ${exact(margin)} points of 0.`,
    corrected: (count: number) => `Verdicts are those after Holm's correction over ${integer(count)} methods.`,
    mixed: "Rows that mix several settings have no pairs. Group by “all but seed” to compare them.",
    pair: (seed: number, difference: string) => `seed ${integer(seed)}: ${difference}`,
  },
};
