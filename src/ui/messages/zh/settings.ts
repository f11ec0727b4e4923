import type { Setting } from "../../../client/settings.ts";
import type { Remedy } from "../../../core/experiment.ts";

export const settings: Readonly<Record<Setting, string>> = {
  dataKind: "图像",
  training: "训练图像",
  validation: "验证图像",
  test: "测试图像",
  classes: "类别数",
  difficulty: "难度，0 到 1",
  teacherKind: "教师",
  teacherFamily: "教师网络类型",
  teacherDepth: "教师深度",
  teacherWidth: "教师宽度",
  teacherDrawn: "教师网络的块",
  teacherSeed: "教师种子",
  teacherIterations: "教师迭代次数",
  teacherRate: "教师学习率",
  studentFamily: "学生网络类型",
  studentDepth: "学生深度",
  studentWidth: "学生宽度",
  studentDrawn: "学生网络的块",
  method: "方法",
  firstTap: "每段层对的起点",
  remedy: "大小不同的矩阵",
  lambda: "FSP 损失的权重 λ",
  fspIterations: "阶段 1 迭代次数",
  fspRate: "阶段 1 学习率",
  taskIterations: "阶段 2 迭代次数",
  taskRate: "阶段 2 学习率",
  momentum: "动量",
  decay: "权重衰减",
  batch: "每批图像数",
  crop: "随机裁剪（填充 4）",
  flip: "随机翻转",
  evaluateEvery: "验证间隔（迭代）",
};

/** What a setting counts. */
export const units: Readonly<Partial<Record<Setting, string>>> = {
  training: "张图像",
  validation: "张图像",
  test: "张图像",
  classes: "个类别",
  teacherIterations: "次迭代",
  fspIterations: "次迭代",
  taskIterations: "次迭代",
  batch: "张图像",
  evaluateEvery: "次迭代",
};

export const remedies: Readonly<Record<Remedy["kind"], string>> = {
  none: "不比较",
  adapter: "可学习的适配器",
  assignment: "通道分配",
  projection: "教师投影",
  cka: "线性 CKA",
  traces: "迹",
};
