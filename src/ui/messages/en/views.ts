/** The words of the three views: networks, matrices, curves. */
import type { LookFailure } from "../../../core/look.ts";
import type { NetworkNode, Shape } from "../../../core/network.ts";
import type { Pair } from "../../../core/pairs.ts";
import type { CurveName } from "../../../client/run-view.ts";
import type { MethodKind, Stage } from "../../../core/experiment.ts";
import type { LossName } from "../../../core/methods/facts.ts";
import type { DistanceName } from "../../compared/compared-by.ts";
import type { CurveRun } from "../../curves/curve-run.ts";
import type { CellTexts } from "../../matrices/cell-texts.ts";
import type { Cell, MatrixKind } from "../../matrices/pair-data.ts";
import type { Pooling, Side } from "../../networks/brackets.ts";
import type { SectionFigures } from "../../networks/segments.ts";
import { integer, mapSize, percent } from "../../numbers.ts";
import { lossTitles, methodNames } from "./methods.ts";

interface Moment {
  readonly stage: Stage;
  readonly step: number;
}
type CurveRole = CurveRun["role"];
type MatrixShape = readonly [channels1: number, channels2: number];
type Shapes = Readonly<Record<"teacher" | "student", MatrixShape | null>>;

const counted = (n: number, one: string, many: string) => `${integer(n)} ${n === 1 ? one : many}`;
const matrixShape = ([a, b]: MatrixShape) => `${a} × ${b}`;
/** For places where a line may only break between two shapes. */
const unbroken = (shape: MatrixShape) => matrixShape(shape).replaceAll(" ", "\u00a0");
/** One shape where the two matrices have the same, else both. */
const pairShape = (teacher: MatrixShape, student: MatrixShape) =>
  teacher.join() === student.join() ? matrixShape(teacher) : `${unbroken(teacher)} ↔ ${unbroken(student)}`;

const ops: Record<NetworkNode["op"], string> = {
  input: "input",
  conv: "convolution",
  depthwiseConv: "depthwise convolution",
  batchNorm: "batch norm",
  relu: "ReLU",
  add: "addition (shortcut)",
  maxPool: "max pooling",
  avgPool: "average pooling",
  globalAvgPool: "average over the map",
  flatten: "flatten",
  dropout: "dropout",
  dense: "dense",
};
const matrixNames = { teacher: "The teacher's matrix", student: "The student's matrix", difference: "The difference" };
const stageNames = {
  0: "stage 0: the teacher learns",
  1: "stage 1: learn the FSP matrices",
  2: "stage 2: learn the task",
};
const distanceNames: Readonly<Record<DistanceName, string>> = {
  fsp: "FSP distance",
  cka: "CKA distance",
  traces: "Distance of traces",
};
/** Behind another word. */
const inLine: typeof distanceNames = { ...distanceNames, traces: "distance of traces" };
const roleNames = { teacher: "teacher", student: "student", baseline: "baseline" };
const curveNames: Record<CurveName, string> = {
  taskLoss: "task loss",
  fspDistanceOfBatch: "batch",
  fspDistance: "held-out",
  methodLossOfBatch: "batch",
  methodLoss: "held-out",
  trainingAccuracy: "training",
  validationAccuracy: "validation",
  teacherLoss: "loss",
  teacherTrainingAccuracy: "training",
  teacherValidationAccuracy: "validation",
};
const axes = (pair: Pair | null) =>
  pair
    ? [`rows a: ${pair.first}`, `columns b: ${pair.last}`]
    : ["rows a: the first layer", "columns b: the last layer"];
const poolOps = { max: "max pool", avg: "average pool", bilinear: "bilinear" };
const pooling = ({ op, factor, to }: Pooling) =>
  `${poolOps[op]} ${factor === null ? `to ${mapSize(...to)}` : `${factor}×`}`;
const tapsOf = ({ pair, pooling: pooled }: Side) =>
  `from ${pair.first} to ${pair.last}${pooled ? `, the larger map made smaller by ${pooling(pooled)}` : ""}`;

export const views = {
  networks: {
    teacher: "Teacher",
    student: "Student",
    notDrawn: "The picture still shows the networks from before.",
    costs: (layers: number, parameters: number, multiplyAdds: number) =>
      `${counted(layers, "layer", "layers")} deep · ${counted(parameters, "parameter", "parameters")} · ${counted(multiplyAdds, "multiply-add", "multiply-adds")} an image`,
    section: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions}`,
    input: (channels: number, height: number, width: number) => `in ${channels} @ ${mapSize(height, width)}`,
    output: (classes: number) => `${classes} out`,
    layer: (name: string, op: NetworkNode["op"], shape: Shape, kernel: readonly [number, number] | null) =>
      `${name}: ${ops[op]}${kernel ? ` ${kernel.join(" × ")}` : ""}, gives ${shape.length === 3 ? `${shape[2]} @ ${mapSize(shape[0], shape[1])}` : counted(shape[0], "number", "numbers")}`,
    ops,
    pairShape,
    pooling,
    poolingShort: ({ factor, to }: Pooling) => `pool ${factor === null ? mapSize(...to) : `${factor}×`}`,
    selectPair: (name: string, teacher: MatrixShape, student: MatrixShape) =>
      `Show the matrices of ${name}, ${pairShape(teacher, student)}`,
    misfitShapes: ({ teacher, student }: Shapes) => {
      if (!teacher || !student) return "no partner";
      return teacher.join() === student.join() ? "no match" : `${unbroken(teacher)}\u00a0≠ ${unbroken(student)}`;
    },
    noPairs: "The method is none: the student learns from the labels alone, and no layers are paired.",
    noPairsOf: (method: MethodKind) =>
      `The method (${methodNames[method]}) compares no FSP matrices, so no layers are paired. They are measured all the same.`,
    moreToRead: "More",
    readLabel: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions}: ${counted(channels, "channel", "channels")}, maps of ${height} × ${width}, ${counted(convolutions, "convolution", "convolutions")} in a row`,
    readBracket: "Bracket: the two layers whose features make one FSP matrix; click it to see the matrices",
    columns: { section: "Section", channels: "Channels", size: "Map size", convolutions: "Convolutions" },
    positions: (height: number, width: number) => `${height} × ${width}`,
    pairInWords: (name: string, teacher: Side, student: Side) =>
      `${name}: matrix of ${pairShape(teacher.shape, student.shape)}; teacher ${tapsOf(teacher)}; student ${tapsOf(student)}.`,
  },
  matrices: {
    empty: "No matrices yet. Press Train: the teacher's appear when it is ready, the student's while it learns.",
    waiting: "No matrices were measured yet. They appear when the teacher is ready.",
    noneMeasured:
      "No matrices were measured in this run. A run of the command line keeps its distances, and no matrices.",
    noTeacher: "No run of this plan has a teacher, so there are no matrices to compare.",
    kinds: { teacher: "teacher", student: "student", difference: "difference" },
    captions: { teacher: "Teacher", student: "Student", difference: "Student − teacher" },
    shape: matrixShape,
    gridName: (kind: MatrixKind, pair: string, shape: MatrixShape) =>
      `${matrixNames[kind]} of ${pair}, ${counted(shape[0], "row", "rows")} and ${counted(shape[1], "column", "columns")}`,
    notYet: {
      teacher: "The teacher's matrix is measured when the teacher is trained.",
      student: "The student's matrix is measured when its training begins.",
      difference: "The difference needs both matrices, in one shape.",
    },
    axes: {
      teacher: axes,
      student: axes,
      difference: () => ["blue: the student has less", "orange: the student has more"],
    },
    whichMatrix: "Which matrix",
    after: ({ stage, step }: Moment) => `after ${counted(step, "iteration", "iterations")} of stage ${stage}`,
    notMeasured: "the student's is not measured yet",
    distance: (value: string) => `distance ${value}`,
    distanceMeaning: "squared difference, summed over the cells, mean over the images",
    viewing: (stage: number, step: number) => `Viewing stage ${stage}, iteration ${integer(step)}`,
    goesOn: "training continues",
    earlier: "Earlier",
    later: "Later",
    toNewest: { live: "Back to live", still: "Back to the newest" },
    notThen: "this run had no matrices yet",
    heldOut: (images: number) => `means over ${counted(images, "held-out image", "held-out images")}`,
    maths: "How a cell is made",
    noLookIntoRecording: "A recording keeps no weights. Train, then click a cell: the maps that make it appear.",
    looking: "Looking …",
    meanOf: (mean: string) => `mean ${mean}`,
    cannotLook: {
      superseded: "Looking …",
      "no-run": "Only a run that was trained here can be looked into.",
      "no-snapshot": "The weights of that iteration were not kept.",
      "no-teacher": "This run has no teacher to look at.",
      "not-there": "There is no such pair or image.",
      "too-large": "This answer would be too large.",
      "other-loss": "Slow motion shows FSP's loss and cross-entropy, and no other.",
      "no-cells": "The two matrices are compared as wholes: their cells have no partners.",
      "one-image": "Linear CKA compares images among each other: one image has no value.",
      "no-step": "There is no step behind the last.",
      internal: "The lab could not look there.",
    } satisfies Record<LookFailure, string>,
    readoutHint:
      "Point at a cell to read it, click to pin it. By keys: Tab to a matrix, then the arrows, Enter pins, Escape leaves.",
    cell: ([a, b]: Cell) => `G[${a}, ${b}]`,
    pinned: "pinned",
    spokenCell: ([a, b]: Cell, numbers: CellTexts) =>
      `Row ${a}, column ${b}: teacher ${numbers.teacher}, student ${numbers.student}, difference ${numbers.difference}, share ${numbers.share}, rank ${numbers.rank}`,
    table: "Table and CSV",
    corner: "a \\ b",
    copy: "Copy as CSV",
    copyStates: { ready: "", copied: "Copied.", refused: "The browser refused to copy; select the table instead." },
    earlierRows: "Earlier rows",
    laterRows: "Later rows",
    rowsShown: (first: number, last: number, rows: number) => `rows ${first} to ${last} of ${rows}`,
  },
  curves: {
    empty: "No curves yet. Press Train to draw the first.",
    titles: {
      student: { loss: "Task loss", fsp: "FSP distance", method: "Methods' losses", accuracy: "Accuracy" },
      teacher: { loss: "Teacher's loss", fsp: "", method: "", accuracy: "Teacher's accuracy" },
    },
    lossTitles,
    distances: (of: readonly DistanceName[]) => of.map((name) => distanceNames[name]).join(", "),
    /** Of none before any is measured. */
    lastDistance: ([name, ...others]: readonly DistanceName[]) =>
      name && others.length === 0 ? `Last ${inLine[name]}` : "Last distance",
    lineMeanings: {
      loss: "faint: each batch, strong: smoothed",
      fsp: "before λ; dots: held-out, thin: batches",
      method: "before its weight; dots: held-out, thin: batches",
      accuracy: "dots: validation, thin: batches",
    },
    none: {
      student: {
        loss: "No task loss yet: it begins with stage 2.",
        fsp: "No distance yet: it is measured where there is a teacher to compare with.",
        method: "No loss of a method yet.",
        accuracy: "No accuracy yet: it is measured in stage 2.",
      },
      teacher: { loss: "No loss yet.", fsp: "", method: "", accuracy: "No accuracy yet." },
    },
    curveNames,
    stageName: (stage: Stage, learned: readonly LossName[], run: string | null, short: boolean) =>
      `${run ? `${run} ` : ""}${short ? `stage ${stage}` : stage === 1 && learned.includes("hint") ? "stage 1: learn the hints" : stageNames[stage]}`,
    teacherAt: (accuracy: number) => `teacher, validation ${percent(accuracy)}`,
    accuracy: percent,
    leftOut: (count: number) =>
      `${counted(count, "value", "values")} of 0 or less left out: no place on a logarithmic axis`,
    iteration: (x: number) => `iteration ${integer(x)}`,
    measuredAt: (x: number) => `at ${integer(x)}`,
    moreReadings: (count: number) => `and ${integer(count)} more`,
    learner: "Training of",
    learners: { student: "student", teacher: "teacher (stage 0)" },
    xAxis: "Iterations",
    xModes: { total: "total", task: "stage 2" },
    viewHint: "Click a chart, or drag: the matrices go to that iteration too.",
    xNotes: {
      total:
        "Along x: iterations in total, so stage 1 (learn the FSP matrices) counts beside stage 2 (learn the task). Runs that end at the same place had an equal total.",
      task: "Along x: iterations of stage 2 (learn the task); stage 1 (learn the FSP matrices) lies left of 0. Runs that end at the same place had an equal stage 2.",
      teacher: "Along x: iterations of stage 0, in which the teacher learns the task.",
    },
    lossAxis: "Loss",
    scales: { linear: "linear", log: "log" },
    smoothing: "Smoothing",
    readAt: "Iteration",
    columns: {
      student: {
        run: "Run",
        iterations: "Done",
        loss: "Last task loss",
        validation: "Last validation accuracy",
      },
      teacher: {
        run: "Run",
        iterations: "Done",
        loss: "Teacher's last loss",
        validation: "Teacher's last validation accuracy",
      },
    },
    roleNote: (role: CurveRole, recorded: boolean) => `${roleNames[role]}${recorded ? ", recorded" : ""}`,
    progress: ({ stage, step }: Moment, planned: number | null) =>
      `stage ${stage}: ${integer(step)}${planned === null ? "" : ` of ${integer(planned)}`}`,
  },
};
