/** The words of the screen of pairs, conventions and remedies. */
import type { Matching } from "../../../core/experiment.ts";
import type { MapSize, Side } from "../../../core/misfit.ts";
import type { Fit, Pooled, PreflightRow } from "../../../core/preflight.ts";
import type { Conversion } from "../../../core/relations/reductions.ts";
import type { RemedyKind } from "../../../core/relations/settings.ts";
import type { FactorRange } from "../../matching/factors.ts";
import type { MatchState } from "../../matching/match-state.ts";
import { factor, mapSize, matrixSize, significant, tick } from "../../numbers.ts";

const sides: Readonly<Record<Side, string>> = { teacher: "teacher", student: "student" };
const remedies: Readonly<Record<RemedyKind | "none", string>> = {
  none: "None: matrices of one size",
  adapter: "Learned adapter",
  assignment: "Channels assigned",
  projection: "Teacher projected",
  cka: "Linear CKA",
  traces: "Traces of powers",
};
/** Within a sentence. */
const remedyWords: Readonly<Record<RemedyKind, string>> = {
  adapter: "a learned adapter",
  assignment: "channel assignment",
  projection: "a projection of the teacher",
  cka: "linear CKA",
  traces: "traces of powers",
};
const fits: Readonly<Record<Fit["kind"], string>> = {
  exact: "exact",
  pooled: "pooled",
  adapted: "adapted",
  impossible: "impossible",
};
const ops = { max: "max-pooled", avg: "average-pooled", bilinear: "made smaller, bilinearly," };
const size = (map: MapSize) => mapSize(map[0], map[1]);
const times = ([height, width]: Pooled["by"]) =>
  height === width ? `${tick(height)}×` : `${tick(height)} × ${tick(width)}`;
const pooledBy = ({ side, resize, by }: Pooled) =>
  `the ${sides[side]}'s ${resize.of} map is ${ops[resize.op]} ${times(by)} to ${size(resize.to)}`;
const withPooling = (pooled: readonly Pooled[]) => (pooled.length === 0 ? "" : `; ${pooled.map(pooledBy).join(", ")}`);
const both = ({ teacherShape, studentShape }: PreflightRow) =>
  teacherShape.join() === studentShape.join()
    ? `both matrices are ${matrixSize(teacherShape)}`
    : `the teacher's matrix is ${matrixSize(teacherShape)}, the student's ${matrixSize(studentShape)}`;

/** One sentence on a teacher pair against a student pair. */
function sentence(row: PreflightRow, isRemedied: boolean): string {
  const { fit } = row;
  switch (fit.kind) {
    case "exact":
      return `Exact: ${both(row)}.`;
    case "pooled":
      return `Pooled: ${both(row)}${withPooling(fit.pooled)}.`;
    case "adapted":
      return `${isRemedied ? "Adapted" : "Needs a remedy"}: ${both(row)}, so only a remedy makes them comparable (${fit.remedies.map((kind) => remedyWords[kind]).join(", ")})${withPooling(fit.pooled)}.`;
    case "impossible": {
      const { reason } = fit;
      return reason.code === "not-divisible"
        ? `Impossible: the ${sides[reason.side]}'s maps of ${size(reason.first)} and ${size(reason.last)} cannot be pooled to one size in whole blocks.`
        : `Impossible: of the ${sides[reason.side]}'s maps, ${size(reason.first)} and ${size(reason.last)}, the one to be pooled is not the larger.`;
    }
    default:
      return fit satisfies never;
  }
}

const states: Readonly<Record<Exclude<MatchState, "free">, string>> = {
  matched: "matched",
  blocked: "matched, not comparable yet",
};

const ways = { section: "by section", resolution: "by resolution", hand: "by hand" };

const reasons: Readonly<Record<Extract<Conversion, { factor: null }>["reason"], string>> = {
  "not-squared": "No factor: lengths that are not squared are no multiple of the paper's loss.",
  "other-matrices": "No factor: these are other matrices than the paper's.",
  "other-relation": "No factor: this compares something else than the paper's distance.",
};

export const matching = {
  matching: {
    open: "Pairs and conventions …",
    title: "Pairs, conventions, remedies",
    close: "Close",
    noPairs: "The method compares no matrices, so there are no pairs.",
    mends: {
      title: "What cannot be compared",
      remedy: (remedy: RemedyKind) => `Use ${remedyWords[remedy]}`,
      resolution: "Match by resolution",
      partners: "Compare only pairs with a partner",
      bilinear: "Make maps smaller bilinearly",
      larger: "Let the larger map give way",
      section: "Match by section",
    },
    diagram: {
      title: "Match by hand",
      hint: "Click two layers of the teacher and two of the student: they become a match. By keys: Tab to a network, arrows move, Enter picks, Escape cancels.",
      layers: (side: Side) => `Layers of the ${sides[side]}`,
      picked: (side: Side, layers: readonly string[]) =>
        `${side === "teacher" ? "Teacher" : "Student"}: ${layers.length === 0 ? "nothing picked" : layers.length === 1 ? `${layers[0]} → pick one more` : layers.join(" → ")}`,
      cancel: "Cancel",
      added: (name: string) => `${name} was added.`,
      removed: (name: string) => `${name} was removed.`,
      notAdded: "Not added: it is a match already, or there are as many as there may be.",
      cancelled: "Nothing is picked any more.",
    },
    matchedBy: "Matched",
    ways,
    /** As the set-up's change in words. */
    way: (chosen: Matching) => (chosen.kind === "hand" ? `${ways.hand}, ${chosen.pairs.length}` : ways[chosen.kind]),
    weights: (weights: Readonly<Record<string, number>>) =>
      Object.entries(weights)
        .map(([pair, weight]) => `${pair} ${significant(weight)}`)
        .join(", ") || "none",
    table: {
      title: "Which pairs fit",
      corner: "teacher \\ student",
      caption:
        "Every teacher pair against every student pair. Click a cell to add or remove that match; matching is by hand then.",
      none: "A network without sections gives no pairs.",
      kind: ({ fit }: PreflightRow, isRemedied: boolean) =>
        fit.kind === "adapted" && !isRemedied ? "needs a remedy" : fits[fit.kind],
      byShort: (pooled: readonly Pooled[]) => pooled.map(({ side, by }) => `${sides[side]} ${times(by)}`).join(", "),
      shapes: (row: PreflightRow) =>
        row.teacherShape.join() === row.studentShape.join()
          ? `${matrixSize(row.teacherShape)}`
          : `${matrixSize(row.teacherShape)} ↔ ${matrixSize(row.studentShape)}`,
      sentence,
      cell: (row: PreflightRow, state: MatchState, isRemedied: boolean) =>
        `Teacher ${row.teacher} with student ${row.student}${state === "free" ? "" : `, ${states[state]}`}. ${sentence(row, isRemedied)}`,
      states,
      lastStays: "At least one match stays.",
    },
    matches: {
      title: "Matches",
      missing: "not there",
      notCompared: "Not comparable yet: see the top of this screen.",
      lambda: "λ",
      common: "the common λ",
      lambdaOf: (pair: string) => `λ of ${pair}`,
      actsAs: (weight: number) => `by reduction and total, acts as λ = ${factor(weight)} of the paper's`,
      remove: "Remove",
      removeOf: (pair: string) => `Remove ${pair}`,
    },
    conventions: {
      title: "Conventions",
      hint: "Implementations of FSP differ; the same λ weighs differently in each.",
      preset: "Preset",
      ownSettings: "none: own settings",
      together: (range: FactorRange) =>
        range.factor === null
          ? reasons[range.reason]
          : range.least === range.most
            ? `By reduction and total, λ = 1 acts as λ = ${factor(range.least)} of the paper's.`
            : `By reduction and total, λ = 1 acts as λ = ${factor(range.least)} to ${factor(range.most)} of the paper's, by the pair.`,
      besides: (others: readonly string[]) =>
        `Besides, the matrices are not the paper's here (${others.join(", ")}): for that there is no factor.`,
      factor: (range: FactorRange) =>
        range.factor === null
          ? reasons[range.reason]
          : range.least === range.most
            ? `λ = 1 acts as λ = ${factor(range.least)}`
            : `λ = 1 acts as λ = ${factor(range.least)} to ${factor(range.most)}`,
      otherMatrices: "where it plays a part, other matrices: for that there is no factor",
      pairings: { within: "Within each section", across: "From a section's end to the next's" },
      pools: { max: "Max pooling", avg: "Average pooling", bilinear: "Bilinear" },
      resizedMaps: { larger: "The larger map gives way", last: "The last map takes the first's size" },
      reductions: {
        "squared-sum": "Sum of squares",
        mean: "Mean of squares",
        "half-per-thousand": "Half the sum, by a thousandth",
        "squared-sum-per-batch": "Sum of squares, by the batch once more",
        "column-norms": "Lengths of the columns",
      },
      totals: { sum: "Sum over the pairs", mean: "Mean over the pairs" },
      matrices: { product: "Products of the maps", cosine: "Cosines of the channels" },
      stages: {
        title: "Stages",
        names: { two: "Two: the matrices first, then the task alone", one: "One: the task and the matrices together" },
        weight: (lambda: number) => `its usual λ is ${tick(lambda)}`,
      },
      byHand: "Pairs are matched by hand: where they begin and end is as picked.",
    },
    remedies: {
      title: "Remedies for unequal sizes",
      names: remedies,
      helps: (pairs: number, of: number) =>
        pairs === of ? "fits every pair" : pairs === 0 ? "fits no pair" : `fits ${pairs} of ${of} pairs`,
    },
  },
};
