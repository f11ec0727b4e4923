import { exact, integer } from "../../numbers.ts";
import type { transfer as english } from "../en/transfer.ts";

export const transfer: typeof english = {
  transfer: {
    title: "教师与学生的任务",
    part: ({ set, training, each, classes }) =>
      `${set}，${exact(training)} 张图像${each === null ? "" : `，每类 ${exact(each)} 张`}${classes === null ? "" : `（${classes.join("、")}）`}`,
    short: (set, classes, training) => `${set}，${exact(classes)} 类，${exact(training)} 张图像`,
    lesson: (what, iterations) => `${what}：${integer(iterations)} 次迭代`,
    studentsImages: "学生的图像",
    teacher: (lessons) => `学习：${lessons.join("，然后是")}。`,
    cameTrained: (name) => `已训练好：${name}。`,
    student: (what) => `学习：${what}。`,
    starts: {
      initial: "从初始权重开始。",
      all: "从教师的权重开始（凡是形状相同的）。",
      features: "从教师的权重开始，分类层除外。",
    },
    names: (experiments) => `${experiments.join("、")}：`,
    learns: "教师的任务",
    kinds: { own: "学生的任务", classes: "其他类别", more: "更多图像", set: "另一数据集" },
    set: "该任务的数据集",
    ownImages: (name) => `${name}（自备图像）`,
    classes: "学生的类别",
    classesHint: (split) => (split ? "其余类别由教师学习。双方至少各两类。" : "至少两类。"),
    classNumber: (number) => `类别 ${number}`,
    otherTraining: "教师的图像",
    next: "之后",
    nexts: { nothing: "不再学习", own: "学生的图像" },
    few: "每类只用少量图像",
    each: "每类张数",
    drawnBy: "抽取种子",
    begins: "学生的起点",
    begin: { initial: "初始权重", teacher: "教师的权重" },
    mends: {
      alike: "让两者大小与颜色一致",
      own: "让教师只学学生的任务",
      afterwards: "让教师之后也学它",
      even: "取最接近的可整除的数",
      fewer: "有多少取多少",
    },
    fashion: ["T 恤", "裤子", "套衫", "连衣裙", "外套", "凉鞋", "衬衫", "运动鞋", "包", "短靴"],
  },
};
