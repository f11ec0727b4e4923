import type { BrokenLayer } from "../../../core/divergence.ts";
import { integer, significant, tick } from "../../numbers.ts";
import type * as english from "../en/guards.ts";

const noticedIn: Readonly<Record<Parameters<typeof english.notFinite>[0], string>> = {
  loss: "损失",
  validation: "验证图像上的损失",
  "held-out": "在留出图像上与教师比较的数值",
  weights: "某个权重",
};

export const notFinite: typeof english.notFinite = (noticed, stage, step) =>
  `${noticedIn[noticed]}在${stage === 0 ? "教师训练（阶段 0）" : `阶段 ${stage} `}第 ${integer(step)} 次迭代时不再是有限数。`;

const places: Readonly<Record<BrokenLayer["pass"], (layer: string, parameter: BrokenLayer["parameter"]) => string>> = {
  forward: (layer) => `前向计算中 ${layer} 的输出`,
  loss: (layer) => `损失（${layer}）`,
  gradient: (layer, parameter) => `${layer}（${parameter}）的梯度`,
  update: (layer, parameter) => `更新后的${parameter === null ? `适配器 ${layer}` : ` ${layer}（${parameter}）`}`,
  validation: (layer) => `${layer} 对验证图像的输出`,
  "teacher-matrix": (layer) => `教师的 FSP 矩阵（${layer}，留出图像）`,
  matrix: (layer) => `学生的 FSP 矩阵（${layer}，留出图像）`,
  compared: (layer) => `留出图像上的损失（${layer}）`,
};

const change = (was: number, now: number) => `${tick(was)} → ${tick(now)}`;

export const guards: typeof english.guards = {
  guards: {
    title: "数值发散",
    ranAway: (run) => `${run} 的数值发散了。`,
    teacherRanAway: (run, isShared) =>
      isShared
        ? `教师（随 ${run} 训练）的数值发散了。向它学习的运行会失败，其他运行继续。`
        : `${run} 的教师的数值发散了。`,
    searching: (done, total) =>
      total === 0
        ? "正在查找最先出错的层……"
        : `正在查找最先出错的层：用参考引擎重放，第 ${integer(done)} 次迭代，至多 ${integer(total)} 次……`,
    mayLeave: "不必等它。",
    found: ({ pass, layer, parameter, step, range }: BrokenLayer) =>
      `用参考引擎重放，最先出错的是${places[pass](layer, parameter)}，在第 ${integer(step)} 次迭代。${
        range ? `此处最后的有限数在 ${significant(range[0])} 到 ${significant(range[1])} 之间。` : ""
      }`,
    notFound: "用参考引擎重放，到那里为止所有数都是有限的：无法指出是哪一层。",
    givenUp: "未能查完是哪一层。",
    goOn: (stage, done, rate) =>
      done === 0
        ? `以学习率 ${tick(rate)} 重新开始阶段 ${stage}`
        : `从阶段 ${stage} 第 ${integer(done)} 次迭代起，以学习率 ${tick(rate)} 继续`,
    anew: (rate) => `以学习率 ${tick(rate)} 从头训练`,
    goOnSlower: "以较小学习率继续",
    noCheckpoint: "那一时刻的检查点已损坏或不在了。从头训练，到那里起用较小的学习率，得到的数字相同。",
    makesNew: "继续会成为另一个实验；本次运行保持不变。",
    slowed: (experiment, from, stage, done, was, now) =>
      done === 0
        ? `${experiment} 即 ${from}，但阶段 ${stage} 的学习率不同：${change(was, now)}。`
        : `${experiment} 在阶段 ${stage} 第 ${integer(done)} 次迭代之前与 ${from} 相同，此后学习率不同：${change(was, now)}。`,
    slowedAnew: (experiment, from, stage, was, now) =>
      `${experiment} 即 ${from}，但阶段 ${stage} 的学习率不同，从头训练：${change(was, now)}。`,
    link: "它的链接包含完整的学习率安排：从头训练也会得到同样的数字，不需要检查点。",
    close: "关闭",
  },
};
