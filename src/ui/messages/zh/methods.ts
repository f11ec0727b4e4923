import type * as english from "../en/methods.ts";
import { integer } from "../../numbers.ts";

export const methodNames: typeof english.methodNames = {
  none: "无：普通学生",
  fsp: "FSP，分两个阶段",
  "fsp-joint": "FSP，与任务同时学习",
  "fsp-kd": "FSP，然后学习软标签",
  kd: "软标签",
  fitnets: "FitNets：先提示层，后软标签",
  at: "注意力迁移",
  sp: "相似性保持",
  copy: "复制教师的权重",
};

export const stageOneWords: typeof english.stageOneWords = {
  fsp: "FSP",
  hint: "提示层",
  soft: "软标签",
  attention: "注意力",
  similarity: "相似性",
};

export const lossTitles: typeof english.lossTitles = {
  fsp: "FSP 距离",
  hint: "提示层损失",
  soft: "软标签损失",
  attention: "注意力损失",
  similarity: "相似性损失",
};

export const layerChoices: typeof english.layerChoices = {
  middle: "中间一段的末层",
  all: "每一段的末层",
  last: "最后一段的末层",
};

export const copiedWeights: typeof english.copiedWeights = ({ copied, kept }) =>
  `从教师复制了 ${integer(copied.parameters)} 个参数（${integer(copied.numbers)} 个数），其余 ${integer(kept.parameters)} 个（${integer(kept.numbers)} 个数）保持初始值。`;
