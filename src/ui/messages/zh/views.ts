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
import type { views as english } from "../en/views.ts";
import { lossTitles, methodNames } from "./methods.ts";

interface Moment {
  readonly stage: Stage;
  readonly step: number;
}
type CurveRole = CurveRun["role"];
type MatrixShape = readonly [channels1: number, channels2: number];
type Shapes = Readonly<Record<"teacher" | "student", MatrixShape | null>>;

const matrixShape = ([a, b]: MatrixShape) => `${a} × ${b}`;
const unbroken = (shape: MatrixShape) => matrixShape(shape).replaceAll(" ", "\u00a0");
/** One shape where the two matrices have the same, else both. */
const pairShape = (teacher: MatrixShape, student: MatrixShape) =>
  teacher.join() === student.join() ? matrixShape(teacher) : `${unbroken(teacher)} ↔ ${unbroken(student)}`;

const ops: Record<NetworkNode["op"], string> = {
  input: "输入",
  conv: "卷积",
  depthwiseConv: "深度卷积",
  batchNorm: "批归一化",
  relu: "ReLU",
  add: "相加（捷径）",
  maxPool: "最大池化",
  avgPool: "平均池化",
  globalAvgPool: "全局平均",
  flatten: "展平",
  dropout: "随机失活",
  dense: "全连接",
};
const matrixNames = { teacher: "教师矩阵", student: "学生矩阵", difference: "差矩阵" };
const stageNames = { 0: "阶段 0：教师学习", 1: "阶段 1：学习 FSP 矩阵", 2: "阶段 2：学习任务" };
const distanceNames: Readonly<Record<DistanceName, string>> = {
  fsp: "FSP 距离",
  cka: "CKA 距离",
  traces: "迹的距离",
};
const roleNames = { teacher: "教师", student: "学生", baseline: "基线" };
const curveNames: Record<CurveName, string> = {
  taskLoss: "任务损失",
  fspDistanceOfBatch: "批次",
  fspDistance: "留出",
  methodLossOfBatch: "批次",
  methodLoss: "留出",
  trainingAccuracy: "训练",
  validationAccuracy: "验证",
  teacherLoss: "损失",
  teacherTrainingAccuracy: "训练",
  teacherValidationAccuracy: "验证",
};
const axes = (pair: Pair | null) =>
  pair ? [`行 a：${pair.first}`, `列 b：${pair.last}`] : ["行 a：第一层", "列 b：最后一层"];
const poolOps = { max: "最大池化", avg: "平均池化", bilinear: "双线性" };
const pooling = ({ op, factor, to }: Pooling) =>
  `${poolOps[op]} ${factor === null ? `至 ${mapSize(...to)}` : `${factor}×`}`;
const tapsOf = ({ pair, pooling: pooled }: Side) =>
  `从 ${pair.first} 到 ${pair.last}${pooled ? `，较大的特征图经${pooling(pooled)}缩小` : ""}`;

export const views: typeof english = {
  networks: {
    teacher: "教师",
    student: "学生",
    notDrawn: "图中仍是之前的网络。",
    costs: (layers: number, parameters: number, multiplyAdds: number) =>
      `深 ${integer(layers)} 层 · ${integer(parameters)} 个参数 · 每张图像 ${integer(multiplyAdds)} 次乘加`,
    section: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions}`,
    input: (channels: number, height: number, width: number) => `输入 ${channels} @ ${mapSize(height, width)}`,
    output: (classes: number) => `输出 ${classes}`,
    layer: (name: string, op: NetworkNode["op"], shape: Shape, kernel: readonly [number, number] | null) =>
      `${name}：${ops[op]}${kernel ? ` ${kernel.join(" × ")}` : ""}，输出 ${shape.length === 3 ? `${shape[2]} @ ${mapSize(shape[0], shape[1])}` : `${shape[0]} 个数`}`,
    ops,
    pairShape,
    pooling,
    poolingShort: ({ factor, to }: Pooling) => `池化 ${factor === null ? mapSize(...to) : `${factor}×`}`,
    selectPair: (name: string, teacher: MatrixShape, student: MatrixShape) =>
      `显示 ${name} 的矩阵，${pairShape(teacher, student)}`,
    misfitShapes: ({ teacher, student }: Shapes) => {
      if (!teacher || !student) return "无对应";
      return teacher.join() === student.join() ? "不匹配" : `${unbroken(teacher)}\u00a0≠ ${unbroken(student)}`;
    },
    noPairs: "没有方法：学生只用标签学习，不配对任何层。",
    noPairsOf: (method: MethodKind) =>
      `此方法（${methodNames[method]}）不比较 FSP 矩阵，因此没有配对的层。矩阵仍会测量。`,
    moreToRead: "更多",
    readLabel: ({ channels, height, width, convolutions }: SectionFigures) =>
      `${channels} @ ${mapSize(height, width)} × ${convolutions}：${channels} 个通道，特征图 ${height} × ${width}，依次 ${convolutions} 个卷积`,
    readBracket: "括号：其两端的层的特征构成一个 FSP 矩阵；点击查看",
    columns: { section: "段", channels: "通道", size: "特征图大小", convolutions: "卷积" },
    positions: (height: number, width: number) => `${height} × ${width}`,
    pairInWords: (name: string, teacher: Side, student: Side) =>
      `${name}：矩阵 ${pairShape(teacher.shape, student.shape)}；教师${tapsOf(teacher)}；学生${tapsOf(student)}。`,
  },
  matrices: {
    empty: "还没有矩阵。按“训练”：教师就绪后显示教师的矩阵，学生学习时显示学生的。",
    waiting: "尚未测得矩阵。教师就绪后显示。",
    noneMeasured: "这次运行没有测得矩阵。命令行的运行只保存距离，不保存矩阵。",
    noTeacher: "此计划的运行都没有教师，因此没有矩阵可比较。",
    kinds: { teacher: "教师", student: "学生", difference: "差" },
    captions: { teacher: "教师", student: "学生", difference: "学生 − 教师" },
    shape: matrixShape,
    gridName: (kind: MatrixKind, pair: string, shape: MatrixShape) =>
      `${pair} 的${matrixNames[kind]}，${shape[0]} 行 ${shape[1]} 列`,
    notYet: {
      teacher: "教师训练完后测量教师的矩阵。",
      student: "学生开始训练时测量学生的矩阵。",
      difference: "需要两个形状相同的矩阵才有差。",
    },
    axes: { teacher: axes, student: axes, difference: () => ["蓝：学生较小", "橙：学生较大"] },
    whichMatrix: "哪个矩阵",
    after: ({ stage, step }: Moment) => `阶段 ${stage} 第 ${integer(step)} 次迭代之后`,
    notMeasured: "学生的尚未测量",
    distance: (value: string) => `距离 ${value}`,
    distanceMeaning: "差的平方对所有格求和，再对这些图像取平均",
    viewing: (stage: number, step: number) => `正在查看阶段 ${stage} 第 ${integer(step)} 次迭代`,
    goesOn: "训练在继续",
    earlier: "更早",
    later: "更晚",
    toNewest: { live: "回到实时", still: "回到最新" },
    notThen: "此运行那时还没有矩阵",
    heldOut: (images: number) => `${integer(images)} 张留出图像上的平均`,
    maths: "一格如何得来",
    noLookIntoRecording: "录制不含权重。训练后点击一格，就会显示构成它的特征图。",
    looking: "正在查看…",
    meanOf: (mean: string) => `平均 ${mean}`,
    cannotLook: {
      superseded: "正在查看…",
      "no-run": "只能查看在这里训练过的运行。",
      "no-snapshot": "那次迭代的权重没有保留。",
      "no-teacher": "此运行没有可查看的教师。",
      "not-there": "没有这样的层对或图像。",
      "too-large": "答案太大。",
      "other-loss": "慢动作只展示 FSP 的损失与交叉熵，不含其他损失。",
      "no-cells": "这两个矩阵是整体比较的：它们的格子没有对应者。",
      "one-image": "线性 CKA 比较图像之间的关系：单张图像没有数值。",
      "no-step": "最后一步之后没有步骤。",
      internal: "实验室无法查看那里。",
    } satisfies Record<LookFailure, string>,
    readoutHint: "指向一格可读数，点击可固定。键盘：按 Tab 到矩阵，用方向键移动，Enter 固定，Escape 离开。",
    cell: ([a, b]: Cell) => `G[${a}, ${b}]`,
    pinned: "已固定",
    spokenCell: ([a, b]: Cell, numbers: CellTexts) =>
      `第 ${a} 行第 ${b} 列：教师 ${numbers.teacher}，学生 ${numbers.student}，差 ${numbers.difference}，比例 ${numbers.share}，排名 ${numbers.rank}`,
    table: "表格与 CSV",
    corner: "a \\ b",
    copy: "复制为 CSV",
    copyStates: { ready: "", copied: "已复制。", refused: "浏览器拒绝复制，请改为选中表格。" },
    earlierRows: "前面的行",
    laterRows: "后面的行",
    rowsShown: (first: number, last: number, rows: number) => `第 ${first} 至 ${last} 行，共 ${rows} 行`,
  },
  curves: {
    empty: "还没有曲线。按“训练”画出第一条。",
    titles: {
      student: { loss: "任务损失", fsp: "FSP 距离", method: "各方法的损失", accuracy: "准确率" },
      teacher: { loss: "教师的损失", fsp: "", method: "", accuracy: "教师的准确率" },
    },
    lossTitles,
    distances: (of: readonly DistanceName[]) => of.map((name) => distanceNames[name]).join("、"),
    lastDistance: ([name, ...others]: readonly DistanceName[]) =>
      `最后的${name && others.length === 0 ? distanceNames[name] : "距离"}`,
    lineMeanings: {
      loss: "淡线：每个批次，粗线：平滑后",
      fsp: "未乘 λ；点：留出图像，细线：批次",
      method: "未乘权重；点：留出图像，细线：批次",
      accuracy: "点：验证，细线：批次",
    },
    none: {
      student: {
        loss: "还没有任务损失：从阶段 2 开始。",
        fsp: "还没有距离：有教师可比较时才会测量。",
        method: "还没有方法的损失。",
        accuracy: "还没有准确率：在阶段 2 测量。",
      },
      teacher: { loss: "还没有损失。", fsp: "", method: "", accuracy: "还没有准确率。" },
    },
    curveNames,
    stageName: (stage: Stage, learned: readonly LossName[], run: string | null, short: boolean) =>
      `${run ? `${run} ` : ""}${short ? `阶段 ${stage}` : stage === 1 && learned.includes("hint") ? "阶段 1：学习提示层" : stageNames[stage]}`,
    teacherAt: (accuracy: number) => `教师（验证）${percent(accuracy)}`,
    accuracy: percent,
    leftOut: (count: number) => `${integer(count)} 个不大于 0 的值未画出：对数轴上没有位置`,
    iteration: (x: number) => `迭代 ${integer(x)}`,
    measuredAt: (x: number) => `在 ${integer(x)}`,
    moreReadings: (count: number) => `另有 ${integer(count)} 个`,
    learner: "训练对象",
    learners: { student: "学生", teacher: "教师（阶段 0）" },
    xAxis: "迭代",
    xModes: { total: "总计", task: "阶段 2" },
    viewHint: "点击或拖动图表：矩阵也会转到那次迭代。",
    xNotes: {
      total: "横轴：总迭代次数，阶段 1（学习 FSP 矩阵）与阶段 2（学习任务）都算。终点相同的运行总迭代相等。",
      task: "横轴：阶段 2（学习任务）的迭代次数，阶段 1（学习 FSP 矩阵）在 0 的左边。终点相同的运行阶段 2 相等。",
      teacher: "横轴：阶段 0 的迭代次数，教师学习任务。",
    },
    lossAxis: "损失",
    scales: { linear: "线性", log: "对数" },
    smoothing: "平滑",
    readAt: "读取迭代",
    columns: {
      student: {
        run: "运行",
        iterations: "已完成",
        loss: "最后的任务损失",
        validation: "最后的验证准确率",
      },
      teacher: { run: "运行", iterations: "已完成", loss: "教师最后的损失", validation: "教师最后的验证准确率" },
    },
    roleNote: (role: CurveRole, recorded: boolean) => `${roleNames[role]}${recorded ? "，录制" : ""}`,
    progress: ({ stage, step }: Moment, planned: number | null) =>
      `阶段 ${stage}：${integer(step)}${planned === null ? "" : ` / ${integer(planned)}`}`,
  },
};
