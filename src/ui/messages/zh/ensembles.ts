import { integer } from "../../numbers.ts";
import type { ensembles as english } from "../en/ensembles.ts";

export const ensembles = {
  ensembles: {
    title: "集成",
    meaning:
      "同一行的网络一起作答：对每张测试图像取它们 softmax 输出的平均，用最后的权重。代价是所有网络之和，不含教师。",
    ask: "平均它们的回答",
    stop: "停止",
    group: "运行",
    networks: "网络数",
    alone: "各自的均值（%）",
    together: "一起（%）",
    iterations: "迭代",
    seconds: "秒",
    parameters: "参数",
    judging: (done, all) => `${integer(all)} 个中已有 ${integer(done)} 个作答`,
    lost: (seeds) => `种子 ${seeds.map(integer).join("、")} 的权重没有保存在此浏览器中。`,
  },
} satisfies typeof english;
