import type { NetworkNode, Shape } from "../../../core/network.ts";
import type { Misfit, Pooling, Side } from "../../networks/brackets.ts";
import type { SectionFigures } from "../../networks/segments.ts";
import { integer, mapSize } from "../../numbers.ts";
import type { views as english } from "../en/views.ts";

type MatrixShape = readonly [channels1: number, channels2: number];

const matrixShape = ([a, b]: MatrixShape) => `${a} × ${b}`;
const sides = { teacher: "教师", student: "学生" };

const ops: Record<NetworkNode["op"], string> = {
  input: "输入",
  conv: "卷积",
  batchNorm: "批归一化",
  relu: "ReLU",
  add: "相加（捷径）",
  maxPool: "最大池化",
  avgPool: "平均池化",
  globalAvgPool: "全局平均",
  flatten: "展平",
  dense: "全连接",
};
const poolOps = { max: "最大池化", avg: "平均池化", bilinear: "双线性" };
const pooling = ({ op, factor, to }: Pooling) =>
  `${poolOps[op]} ${factor === null ? `至 ${mapSize(...to)}` : `${factor}×`}`;
const tapsOf = ({ pair, pooling: pooled }: Side) =>
  `从 ${pair.first} 到 ${pair.last}${pooled ? `，较大的特征图经${pooling(pooled)}缩小` : ""}`;

export const views: typeof english = {
  networks: {
    teacher: "教师",
    student: "学生",
    costs: (layers: number, parameters: number, multiplyAdds: number) =>
      `深 ${integer(layers)} 层 · ${integer(parameters)} 个参数 · 每张图像 ${integer(multiplyAdds)} 次乘加`,
    section: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions}`,
    input: (channels: number, height: number, width: number) => `输入 ${channels} @ ${mapSize(height, width)}`,
    output: (classes: number) => `输出 ${classes}`,
    layer: (name: string, op: NetworkNode["op"], shape: Shape, kernel: readonly [number, number] | null) =>
      `${name}：${ops[op]}${kernel ? ` ${kernel.join(" × ")}` : ""}，输出 ${shape.length === 3 ? `${shape[2]} @ ${mapSize(shape[0], shape[1])}` : `${shape[0]} 个数`}`,
    ops,
    shape: matrixShape,
    pooling,
    poolingShort: ({ factor, to }: Pooling) => `池化 ${factor === null ? mapSize(...to) : `${factor}×`}`,
    selectPair: (name: string, shape: MatrixShape) => `显示 ${name} 的矩阵，${matrixShape(shape)}`,
    misfitShapes: (misfit: Misfit) =>
      misfit.why === "shapes" ? `${matrixShape(misfit.teacher)} ≠ ${matrixShape(misfit.student)}` : "无对应",
    misfit: (misfit: Misfit) =>
      misfit.why === "shapes"
        ? `${misfit.name} 无法比较：教师的矩阵为 ${matrixShape(misfit.teacher)}，学生的为 ${matrixShape(misfit.student)}。FSP 要求形状相同，请让两个网络宽度一致。`
        : `${misfit.name} 无法比较：${sides[misfit.of]}没有同名的段。`,
    noPairs: "此方法只用标签训练学生，因此不配对任何层，也不比较矩阵。",
    readLabel: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions} 读作：${channels} 个通道，特征图 ${height} × ${width}，依次 ${convolutions} 个卷积`,
    readBracket: "一个括号连接两层，其特征构成一个 FSP 矩阵；点击即可查看矩阵",
    columns: { section: "段", channels: "通道", size: "特征图大小", convolutions: "卷积" },
    positions: (height: number, width: number) => `${height} × ${width}`,
    pairInWords: (name: string, teacher: Side, student: Side) =>
      `${name}：矩阵 ${matrixShape(teacher.shape)}；教师${tapsOf(teacher)}；学生${tapsOf(student)}。`,
  },
  matrices: {},
  curves: {},
};
