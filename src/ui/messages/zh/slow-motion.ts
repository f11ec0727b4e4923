import type { LearningSource, PhaseName } from "../../../core/slow-motion.ts";
import { integer, mapSize } from "../../numbers.ts";
import type { slowMotion as english } from "../en/slow-motion.ts";

const forward = "范数、最小值和最大值取自整个批次；小图是批次第一张图像在各通道上的平均。";
const matrices = "G[a, b] 是 F1[a] × F2[b] 在各位置上的平均。画出的是批次的平均。";
const backward = "损失随每层权重上升得多陡，尚未加权重衰减与动量。";
const update = "v ← 动量 · v + 梯度 + 衰减 · w，然后 w ← w − 学习率 · v。";

const says: Readonly<Record<PhaseName, string>> = {
  teacherForward: `教师看这个批次，它的权重不变。${forward}`,
  studentForward: `学生看同一批次，批归一化用批次自己的统计量。${forward}`,
  teacherMatrices: matrices,
  studentMatrices: matrices,
  assign: "教师的通道分成组，学生的每个通道对应一组：矩阵由每组给出的特征图得到。",
  project: "U1ᵀ G U2：沿主方向看教师的矩阵，方向数与学生的通道数相同，并保持不变。",
  shuffle: "教师的行与列按运行种子抽出的次序排列：一个等价教师的矩阵。",
  adapt: "A1 G A2ᵀ：适配器由学生的矩阵得到的结果。适配器在同一步中学习。",
  relate: "这两个矩阵是整体比较的，不是逐格比较。",
  difference: "损失是各层对之和：λ 乘以差的平方对所有格求和后在批次上的平均；约定或补救另有规定时除外。",
  gradient: `${backward}阶段 1 中最后一个取特征的层之后没有梯度。`,
  update,
};
const saysOf: Readonly<Record<LearningSource, Readonly<Partial<Record<PhaseName, string>>>>> = {
  matrices: {},
  labels: {
    studentForward: `学生看这个批次，批归一化用批次自己的统计量。${forward}`,
    difference: "损失是学生的 logits 与标签之间的平均交叉熵。这一步没有教师。",
    gradient: backward,
  },
  both: {
    difference:
      "损失是学生的 logits 与标签之间的平均交叉熵，再加上各层对之和：λ 乘以差的平方对所有格求和后在批次上的平均；约定或补救另有规定时除外。λ 取这次迭代的值。",
    gradient: backward,
  },
};

export const slowMotion: typeof english = {
  slowMotion: {
    title: "慢动作",
    close: "关闭",
    slowStep: (stage, step) => `阶段 ${stage} 第 ${integer(step)} 次迭代`,
    stepFrom: "步骤",
    froms: { now: "下一步", 1: "阶段 1 的第一步", 2: "阶段 2 的第一步" },
    newestStep: "取最新一步",
    previousPhase: "‹ 后退",
    nextPhase: "前进 ›",
    slowNote: "左右方向键前进与后退，Escape 关闭。这一步由参考引擎在副本上完成；运行本身不受影响。",
    phaseNames: {
      teacherForward: "教师前向",
      studentForward: "学生前向",
      teacherMatrices: "教师的 G",
      studentMatrices: "学生的 G",
      assign: "通道分组",
      project: "投影",
      shuffle: "打乱",
      adapt: "适配",
      relate: "整体比较",
      difference: "差",
      gradient: "梯度",
      update: "更新",
    },
    phaseOf: (phase, phases, name) => `第 ${phase} / ${phases} 步：${name}`,
    phaseSays: (phase, from) => saysOf[from][phase] ?? says[phase],
    lossIs: (loss) => `损失 ${loss}`,
    taskLoss: (loss) => `其中交叉熵 ${loss}`,
    pairLoss: (loss, lambda) => `损失 ${loss}，λ ${lambda}`,
    gradientNorm: (norm) => `整个梯度的范数 ${norm}`,
    updateNorm: (rate, norm) => `学习率 ${rate}；所有权重一共移动 ${norm}`,
    columns: {
      layer: "层",
      shape: "形状",
      norm: "范数",
      least: "最小",
      most: "最大",
      map: "小图",
      moved: "移动",
      relative: "相对其范数",
    },
    outputShape: (shape) =>
      shape.length === 3 ? `${integer(shape[2])} @ ${mapSize(shape[0], shape[1])}` : integer(shape[0]),
    matrixNumbers: (least, most, norm) => `${least} 至 ${most}，范数 ${norm}`,
  },
};
