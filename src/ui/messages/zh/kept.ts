import { integer, percent, tick } from "../../numbers.ts";
import type { kept as english } from "../en/kept.ts";

const when = new Intl.DateTimeFormat("zh", { dateStyle: "medium", timeStyle: "short" });
const stages = { 0: "教师网络的训练", 1: "阶段 1", 2: "阶段 2" };
const troubles = {
  none: "此浏览器不给本页存储空间，例如在隐私窗口中",
  newer: "此浏览器中用过更新的实验室。请重新加载页面",
  blocked: "另一个标签页打开着旧版实验室。请关闭它",
  full: "磁盘或浏览器的存储空间已满。请删除先前的运行，或腾出空间",
  gone: "训练途中，浏览器中为这次运行保存的内容被删除了。训练会继续：结束后请导出；下一次运行会照常保存",
  failed: "浏览器的存储没有响应。请重新加载页面再试",
};

export const kept = {
  kept: {
    open: "先前",
    title: "保存在此浏览器中",
    close: "关闭",
    notSaved: (code) => `现在什么也没有保存：${troubles[code]}。`,
    stood: (fromMs, toMs) =>
      `从${when.format(fromMs)}到${when.format(toMs)}，这里一切停顿：计算机休眠了，或浏览器冻结了标签页。之后运行从原处继续，没有丢失任何内容。`,
    exportRun: "导出这次运行",
    when: (milliseconds) => when.format(milliseconds),
    interrupted: (name, begun) => `${begun} 开始的训练 ${name} 中断了。`,
    goesOn: (experiment, seed, stage, step) =>
      `可以从 ${experiment}（种子 ${integer(seed)}）${stages[stage]}的第 ${integer(step)} 步继续，数字与未中断时相同。`,
    goesOnFromRun: "已结束的部分都已保存。被中断的那次运行还没有检查点，会以相同的数字从头开始。",
    goesOnFromStart: "它在第一个检查点之前中断，会以相同的数字从头开始。",
    resume: "继续训练",
    notNow: "暂不",
    runs: "运行",
    noRuns: "此浏览器中还没有训练过。",
    name: "名称",
    begun: "开始于",
    state: "状态",
    states: { finished: "已完成", interrupted: "已中断", held: "正在训练", failed: "已停止", left: "已离开" },
    accuracies: "测试准确率，最后的权重",
    accuracy: (experiment, seed, fraction) => `${experiment}，种子 ${integer(seed)}：${percent(fraction)}`,
    moreAccuracies: (count) => `另有 ${integer(count)} 个`,
    actions: "操作",
    openOne: "打开",
    exportOne: "导出",
    deleteOne: "删除",
    deleteForGood: "永久删除",
    keepIt: "保留",
    deleteRun: (name, results) =>
      `${name} 将被删除，连同${results === 0 ? "" : ` ${integer(results)} 个结果、`}曲线、检查点和训练好的网络。`,
    deleteSetUp: (name) => `设置 ${name} 将被删除。`,
    deleteTeacher: (name, isChosen) =>
      `${name} 将被删除：${isChosen ? "屏幕上的设置正向它学习；此外，" : ""}提到它的设置将要求提供其文件。`,
    of: (action, name) => `${action}：${name}`,
    keepTeacher: "保存其教师",
    importRun: "打开运行文件…",
    experiments: "设置",
    noExperiments: "此浏览器中还没有修改过设置。",
    savedAt: "修改于",
    teachers: "教师",
    noTeachers: "还没有保存教师。训练过教师的运行可以保存它。",
    teacherScores: (test) => `其测试图像的 ${percent(test)}`,
    download: "下载",
    importTeacher: "添加教师文件…",
    unreadable: (count) => `有 ${integer(count)} 条记录无法读取：已损坏，或来自更新的实验室。没有删除任何东西。`,
    whileTraining: "打开另一次运行之前请先重置。",
    recovering: "引擎中断了；新的引擎正从最近的检查点继续",
    trainOnWasm: "用 WebAssembly 训练",
    choose: "已训练的教师",
    chooseHere: "无：先在这里训练一个",
    notHere: (name) => `${name}：不在此浏览器中`,
    trainHere: "在这里训练教师",
    origin: ({ teacher, schedule, batch, images, training, classes, seed, hadTaskBefore }) =>
      `${teacher}：${integer(schedule.iterations)} 次迭代，学习率 ${tick(schedule.rate)}，每批 ${integer(batch)} 张，用 ${images} 的 ${integer(training)} 张图像（${integer(classes)} 个类别）${hadTaskBefore ? "，之前先学过另一个任务" : ""}，种子 ${integer(seed)}`,
    isChosen: "现在的设置向它学习",
    /** With its test accuracy, where that is known. */
    teacherOption: (name: string, accuracy: number | null) =>
      accuracy === null ? name : `${name}，${percent(accuracy)}`,
    teacherOf: (name) => `它向已保存的教师 ${name} 学习。`,
    missing: (name, digits) =>
      `教师 ${name}（SHA-256 ${digits}…）不在此浏览器中。请提供它的文件，选择另一个，或在这里训练一个。`,
  },
} satisfies typeof english;
