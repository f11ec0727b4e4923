import { formatsFor } from "../format.ts";
import type { exports as english } from "../en/exports.ts";

const { bytes } = formatsFor("zh");

export const exports = {
  exports: {
    open: "导出…",
    title: "导出",
    close: "关闭",
    runs: "运行",
    reading: "正在读取运行……",
    noRuns: "还没有训练过：请按“训练”，或打开先前的运行。",
    bundle: "打包（.zip）",
    bundleNote: "实验、指标、矩阵、权重、环境与哈希。把它拖到页面上，这些运行就会重新出现。",
    csv: "指标（.csv）",
    csvNote: "每行一个数：运行、方法、种子、网络、阶段、步、指标、值；多次训练时还有是哪一次。",
    latex: "表格（.tex）",
    latexNote: "各种子上的比较，供使用 booktabs 的 LaTeX 使用。",
    notPacked: (reason) => `无法打包：${reason}。`,
    weights: "权重（.safetensors）",
    noWeights: "没有保存权重：学生的权重在其运行结束后才有，教师的权重在此处训练后才有。",
    size: bytes,
    figures: "图",
    figuresNote: "与屏幕上一致，白色背景。",
    svg: "SVG",
    png: "PNG",
    of: (format, figure) => `${figure}的 ${format}`,
    noFigures: "屏幕上没有曲线图，也没有矩阵。",
    matrices: "所选层对的 FSP 矩阵",
    programs: "PyTorch 程序",
    programsNote: "同一实验写成一个 Python 文件：网络、损失、学习率安排，以及实验室自己的随机数。需要 numpy 和 torch。",
    programsUntried: "这个计划先试学习率：试完之前，这些程序用的是设置里的学习率。",
    program: (experiment) => `${experiment}（.py）`,
  },
} satisfies typeof english;
