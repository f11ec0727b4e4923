/** The words of the three views: networks, matrices, curves. */
import type { NetworkNode, Shape } from "../../../core/network.ts";
import type { Pair } from "../../../core/pairs.ts";
import type { Stage } from "../../../core/experiment.ts";
import type { CellTexts } from "../../matrices/cell-texts.ts";
import type { Cell, MatrixKind } from "../../matrices/pair-data.ts";
import type { Misfit, Pooling, Side } from "../../networks/brackets.ts";
import type { SectionFigures } from "../../networks/segments.ts";
import { integer, mapSize } from "../../numbers.ts";

interface Moment {
  readonly stage: Stage;
  readonly step: number;
}
type MatrixShape = readonly [channels1: number, channels2: number];

const counted = (n: number, one: string, many: string) => `${integer(n)} ${n === 1 ? one : many}`;
const matrixShape = ([a, b]: MatrixShape) => `${a} × ${b}`;
/** For places where a line may only break between two shapes. */
const unbroken = (shape: MatrixShape) => matrixShape(shape).replaceAll(" ", "\u00a0");
const sides = { teacher: "teacher", student: "student" };

const ops: Record<NetworkNode["op"], string> = {
  input: "input",
  conv: "convolution",
  batchNorm: "batch norm",
  relu: "ReLU",
  add: "addition (shortcut)",
  maxPool: "max pooling",
  avgPool: "average pooling",
  globalAvgPool: "average over the map",
  flatten: "flatten",
  dense: "dense",
};
const matrixNames = { teacher: "The teacher's matrix", student: "The student's matrix", difference: "The difference" };
const poolOps = { max: "max pool", avg: "average pool", bilinear: "bilinear" };
const pooling = ({ op, factor, to }: Pooling) =>
  `${poolOps[op]} ${factor === null ? `to ${mapSize(...to)}` : `${factor}×`}`;
const tapsOf = ({ pair, pooling: pooled }: Side) =>
  `from ${pair.first} to ${pair.last}${pooled ? `, the larger map made smaller by ${pooling(pooled)}` : ""}`;

export const views = {
  networks: {
    teacher: "Teacher",
    student: "Student",
    costs: (layers: number, parameters: number, multiplyAdds: number) =>
      `${counted(layers, "layer", "layers")} deep · ${counted(parameters, "parameter", "parameters")} · ${counted(multiplyAdds, "multiply-add", "multiply-adds")} an image`,
    section: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions}`,
    input: (channels: number, height: number, width: number) => `in ${channels} @ ${mapSize(height, width)}`,
    output: (classes: number) => `${classes} out`,
    layer: (name: string, op: NetworkNode["op"], shape: Shape, kernel: readonly [number, number] | null) =>
      `${name}: ${ops[op]}${kernel ? ` ${kernel.join(" × ")}` : ""}, gives ${shape.length === 3 ? `${shape[2]} @ ${mapSize(shape[0], shape[1])}` : counted(shape[0], "number", "numbers")}`,
    ops,
    shape: matrixShape,
    pooling,
    poolingShort: ({ factor, to }: Pooling) => `pool ${factor === null ? mapSize(...to) : `${factor}×`}`,
    selectPair: (name: string, shape: MatrixShape) => `Show the matrices of ${name}, ${matrixShape(shape)}`,
    misfitShapes: (misfit: Misfit) =>
      misfit.why === "shapes" ? `${unbroken(misfit.teacher)}\u00a0≠ ${unbroken(misfit.student)}` : "no partner",
    misfit: (misfit: Misfit) =>
      misfit.why === "shapes"
        ? `${misfit.name} cannot be compared: the teacher's matrix is ${matrixShape(misfit.teacher)}, the student's ${matrixShape(misfit.student)}.`
        : `${misfit.name} cannot be compared: the ${sides[misfit.of]} has no section of that name.`,
    misfitAdvice: "FSP compares matrices of equal shape only: give both networks the same sections and widths.",
    noPairs:
      "This method trains the student on the labels alone, so no layers are paired and no matrices are compared.",
    readLabel: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions}: ${counted(channels, "channel", "channels")}, maps of ${height} × ${width}, ${counted(convolutions, "convolution", "convolutions")} in a row`,
    readBracket: "Bracket: the two layers whose features make one FSP matrix; click it to see the matrices",
    columns: { section: "Section", channels: "Channels", size: "Map size", convolutions: "Convolutions" },
    positions: (height: number, width: number) => `${height} × ${width}`,
    pairInWords: (name: string, teacher: Side, student: Side) =>
      `${name}: matrix of ${matrixShape(teacher.shape)}; teacher ${tapsOf(teacher)}; student ${tapsOf(student)}.`,
  },
  matrices: {
    empty: "No matrices yet. Press Train: the teacher's appear when it is ready, the student's while it learns.",
    waiting:
      "No matrices were measured yet. The teacher's appear when it is trained, the student's when stage 1 begins; a method that compares none has none.",
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
    scale: { teacher: "same scale", student: "same scale", difference: "0 is pale" },
    axes: (pair: Pair | null) =>
      pair ? `rows a: ${pair.first}, columns b: ${pair.last}` : "rows a: first layer, columns b: last layer",
    differenceAxes: "blue: the student has less; orange: it has more",
    whichMatrix: "Which matrix",
    after: ({ stage, step }: Moment) => `after ${counted(step, "iteration", "iterations")} of stage ${stage}`,
    notMeasured: "the student's is not measured yet",
    distance: (value: string) => `distance ${value}`,
    distanceMeaning: "squared difference, summed over the cells, mean over held-out images",
    readoutHint:
      "Point at a cell to read it, click to pin it. By keys: Tab to a matrix, then the arrows, Enter pins, Escape leaves.",
    cell: ([a, b]: Cell) => `G[${a}, ${b}]`,
    pinned: "pinned",
    share: "share of difference²",
    spokenCell: ([a, b]: Cell, numbers: CellTexts) =>
      `Row ${a}, column ${b}: teacher ${numbers.teacher}, student ${numbers.student}, difference ${numbers.difference}, share ${numbers.share}`,
    table: (pair: string) => `${pair} as a table, and as CSV`,
    corner: "a \\ b",
    copy: "Copy as CSV",
    copyStates: { ready: "", copied: "Copied.", refused: "The browser refused to copy; select the table instead." },
    earlierRows: "Earlier rows",
    laterRows: "Later rows",
    rowsShown: (first: number, last: number, rows: number) => `rows ${first} to ${last} of ${rows}`,
  },
  curves: {},
};
