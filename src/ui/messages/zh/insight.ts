import { integer } from "../../numbers.ts";
import type { insight as english } from "../en/insight.ts";

export const insight: typeof english = {
  insight: {
    ofWhat: "图像",
    oneImage: "一张图像",
    meanOf: (images) => `${integer(images)} 张图像`,
    batch: "下一批次",
    previousImage: "上一张图像",
    nextImage: "下一张图像",
    heldOutImage: "留出图像",
    ofImages: (images) => `/ ${integer(images)}`,
    order: "排序",
    orders: { index: "序号", clusters: "教师的聚类", difference: "最大差异" },
    colours: "颜色",
    domains: { each: "各自", shared: "共用", frozen: "不随时间变" },
    scaleNotes: {
      each: { teacher: "自己的色标", student: "自己的色标", difference: "浅色为 0" },
      shared: { teacher: "共用色标", student: "共用色标", difference: "浅色为 0" },
      frozen: { teacher: "所有迭代同一", student: "所有迭代同一", difference: "浅色为 0，所有迭代" },
    },
    share: {
      loss: { images: "占损失", means: "占均值的损失" },
      distance: { images: "占距离", means: "占均值的距离" },
    },
    rank: "排名",
    cellFormula: {
      image: (a, b) => `= F1[${a}] × F2[${b}] 在各位置上的平均`,
      mean: (a, b) => `= F1[${a}] × F2[${b}] 在各位置和各图像上的平均`,
    },
    saveCsv: "保存为 CSV",
    singularValues: "奇异值",
    noSpectrum: "两个矩阵都是零，没有奇异值可画。",
    singularPair: (index, teacher, student) => `${index}：教师 ${teacher ?? "无"}，学生 ${student ?? "无"}`,
    singularCaption: "从大到小，对数轴：实心条是教师的矩阵，斜纹条是学生的。",
  },
};
