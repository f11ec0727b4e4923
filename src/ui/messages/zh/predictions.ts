import { integer } from "../../numbers.ts";
import type { predictions as english } from "../en/predictions.ts";

const sides = { teacher: "教师", student: "学生" };

export const predictions: typeof english = {
  predictions: {
    view: "显示内容",
    views: { matrices: "FSP 矩阵", features: "特征图", predictions: "预测", confusion: "混淆" },
    sides,
    whose: "网络",
    page: (first, last, all) =>
      `第 ${integer(first)} 到 ${integer(last)} 张保留图像，共 ${integer(all)} 张：类别，以及每个网络的判断`,
    previous: "上一页",
    next: "下一页",
    notYet: "…",
    guess: (of, instead, probability) => `${sides[of]}：${instead === null ? "正确" : `✗ ${instead}`}，${probability}`,
    confusion: (right, images) => `${images} 张保留图像中 ${right} 正确。行是类别，列是被判断成的类别。`,
    corner: "类别 \\ 判断为",
  },
};
