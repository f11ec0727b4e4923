/** The words of the three views: networks, matrices, curves. */
import type { NetworkNode, Shape } from "../../../core/network.ts";
import type { Misfit, Pooling, Side } from "../../networks/brackets.ts";
import type { SectionFigures } from "../../networks/segments.ts";
import { integer, mapSize } from "../../numbers.ts";

type MatrixShape = readonly [channels1: number, channels2: number];

const counted = (n: number, one: string, many: string) => `${integer(n)} ${n === 1 ? one : many}`;
const matrixShape = ([a, b]: MatrixShape) => `${a} × ${b}`;
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
      misfit.why === "shapes" ? `${matrixShape(misfit.teacher)} ≠ ${matrixShape(misfit.student)}` : "no partner",
    misfit: (misfit: Misfit) =>
      misfit.why === "shapes"
        ? `${misfit.name} cannot be compared: the teacher's matrix is ${matrixShape(misfit.teacher)} and the student's ${matrixShape(misfit.student)}. FSP needs equal shapes, so give both networks the same width.`
        : `${misfit.name} cannot be compared: the ${sides[misfit.of]} has no section of that name.`,
    noPairs:
      "This method trains the student on the labels alone, so no layers are paired and no matrices are compared.",
    readLabel: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions} reads: ${counted(channels, "channel", "channels")}, maps of ${height} × ${width} positions, ${counted(convolutions, "convolution", "convolutions")} in a row`,
    readBracket: "A bracket spans the two layers whose features make one FSP matrix; click it to see the matrices",
    columns: { section: "Section", channels: "Channels", size: "Map size", convolutions: "Convolutions" },
    positions: (height: number, width: number) => `${height} × ${width}`,
    pairInWords: (name: string, teacher: Side, student: Side) =>
      `${name}: matrix of ${matrixShape(teacher.shape)}; teacher ${tapsOf(teacher)}; student ${tapsOf(student)}.`,
  },
  matrices: {},
  curves: {},
};
