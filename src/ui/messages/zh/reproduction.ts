import type { EnvironmentPart } from "../../../core/reproduction.ts";
import { integer, percent } from "../../numbers.ts";
import type { reproduction as english } from "../en/reproduction.ts";

const parts: Readonly<Record<EnvironmentPart, string>> = {
  lab: "实验室版本",
  sources: "训练程序",
  tfjs: "TensorFlow.js 版本",
  backend: "后端",
  engine: "引擎",
  adapter: "显卡",
  software: "软件显卡",
  variants: "内核表",
};
const points = (fraction: number) => (100 * fraction).toFixed(1);

export const reproduction: typeof english = {
  sharing: {
    withResult: (runs) => `附上 ${integer(runs)} 次运行的结果`,
    withResultMeaning: "再次训练的人会得知结果是否相同。",
    withView: "打开时显示我现在所看的内容",
    resultLeftOut: "链接不含结果：加上结果就太长了。",
    length: (characters) => `${integer(characters)} 个字符。`,
    long: "有些邮件和聊天程序会截断超过 2,000 个字符的链接。",
    qrTitle: "链接的二维码",
    noQr: "链接太长，做成二维码后相机无法读取。",
    save: "保存为文件",
    saveMeaning: "文件含有同样的设置：可拖放到实验室的页面上，或用 npm run lab -- run FILE 运行。",
    openFile: "打开设置文件…",
    expects: (runs, others) =>
      [
        runs > 0 && `其中写有发送者 ${integer(runs)} 次运行的结果。您的运行结束后，实验室会说明两者是否相同。`,
        others > 0 && `其中还提到 ${integer(others)} 次不属于此链接的运行（其他实验或种子），不会用来与您的结果比较。`,
      ]
        .filter(Boolean)
        .join(""),
  },
  licences: "许可证",
  reproduction: {
    title: "重现",
    sources: {
      link: "与链接所附的结果比较。",
      recording: "与录制的运行比较。",
      here: "与此浏览器中上一次运行比较。",
    },
    nothingYet: "还没有可以比较的结果。请再训练一次，或把链接发给别人训练。",
    levels: { same: "1. 同一实验", numbers: "2. 同样的数值", curve: "3. 同样的曲线" },
    meanings: {
      same: "设置、种子、图像顺序、初始权重和裁剪在每台机器上都相同。",
      numbers: "权重逐位相等：WebAssembly 上处处如此，WebGPU 上限于同一显卡和驱动。",
      curve: "在别处舍入不同：测试准确率应在容差内相同。",
    },
    run: "运行",
    hash: (digits, seed) => `${digits}，种子 ${seed}`,
    otherLab: "由另一版本的实验室所做",
    verdicts: { waiting: "结束时", reproduced: "已重现", differs: "不同", open: "至今相同" },
    epochs: (count) => `比较了 ${integer(count)} 个哈希`,
    from: (stage, step) => `从第 ${stage} 阶段第 ${integer(step)} 次迭代起`,
    onlyEnd: "最后的权重不同",
    close: (theirs, here, allowed) =>
      `此处 ${percent(here)}，对方 ${percent(theirs)}；相差在 ${points(allowed)} 个百分点之内`,
    apart: (theirs, here, allowed) =>
      `此处 ${percent(here)}，对方 ${percent(theirs)}；相差超过 ${points(allowed)} 个百分点`,
    because: "此处不同的有：",
    difference: (part, theirs, here) => `${parts[part]}：此处 ${here}，对方 ${theirs}`,
    unexplained: "据实验室所知没有任何不同。在 WebGPU 上可能是驱动程序；否则两个结果之一与所述不符。",
    again: "再训练一次并比较",
    hashes: "逐轮的权重哈希",
    stage: "阶段",
    iteration: "迭代",
    weights: "权重哈希",
    noneToCompare: "对方只给出最后权重的哈希",
    notRecorded: "这次运行没有保存逐轮的哈希：只有结果表中最后权重的哈希。",
    noHashes: "还没有：第一个在一轮之后。",
    summary: { reproduced: "已重现", differs: "不同" },
  },
};
