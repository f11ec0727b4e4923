import type { CustomBlock } from "../../../core/experiment.ts";
import type { MapShape } from "../../../core/custom-maps.ts";
import type { NetworkFault } from "../../../core/network-fault.ts";
import type { DrawnDifference } from "../../../core/to-custom.ts";
import type { Deed } from "../../editor/edits.ts";
import { exact, integer, mapSize, significant } from "../../numbers.ts";
import type { editor as english } from "../en/editor.ts";
import { formatsFor } from "../format.ts";

const { bytes } = formatsFor("zh");

const types: Readonly<Record<CustomBlock["type"], string>> = {
  conv: "卷积",
  depthwise: "深度可分离卷积",
  double: "两个卷积",
};
const shortTypes: Readonly<Record<CustomBlock["type"], string>> = {
  conv: "卷积",
  depthwise: "深度卷积",
  double: "2 × 卷积",
};
const differences: Readonly<Record<DrawnDifference, string>> = {
  "norm-behind": "归一化与 ReLU 在每个卷积之后，而不在之前",
  "dropout-behind": "dropout 在每个块之后，而不在块内",
  "stem-norm": "首层带有归一化",
  "averaged-head": "最后的特征图按位置取平均，类别之前没有隐藏层",
};
const milliseconds = (seconds: number) => `${significant(1000 * seconds, 2)} 毫秒`;
const map = ([height, width, channels]: MapShape) => `${channels} @ ${mapSize(height, width)}`;
const sides = { teacher: "教师", student: "学生" };
const shortcuts = { none: "无", identity: "恒等", projection: "1 × 1 投影" };

function tags({ stride, pool, norm, shortcut, dropout }: CustomBlock): string[] {
  return [
    pool === "none" ? "" : pool === "max" ? "最大池化" : "平均池化",
    stride === 1 ? "" : `步幅 ${stride}`,
    norm === "none" ? "无归一化" : "",
    shortcut === "none" ? "" : shortcut === "identity" ? "恒等" : "投影",
    dropout === 0 ? "" : `dropout ${dropout}`,
  ].filter((tag) => tag !== "");
}

function fault(found: NetworkFault): string {
  switch (found.kind) {
    case "no-tap":
      return found.section === null ? "没有任何段，因此没有可供配对的层。" : "此段没有块，因此没有可供配对的层。";
    case "kernel":
      return `${found.kernel} × ${found.kernel} 的卷积核大于此处 ${found.map.join(" × ")} 的特征图。`;
    case "uneven":
      return `${found.map.join(" × ")} 的特征图不能减半。`;
    case "shortcut":
      return `捷径要把 ${map(found.from)} 加到 ${map(found.to)} 上。`;
    default:
      return found satisfies never;
  }
}

function fix(found: NetworkFault): string {
  switch (found.kind) {
    case "no-tap":
      return found.section === null ? "添加一段" : "添加一块";
    case "kernel":
      return "用能放下的最大核";
    case "uneven":
      return "此处不减半";
    case "shortcut":
      return "改用投影";
    default:
      return found satisfies never;
  }
}

function done(deed: Deed): string {
  switch (deed.did) {
    case "added":
      return `已添加 ${deed.name}。`;
    case "removed":
      return `已删除 ${deed.name}。`;
    case "duplicated":
      return `已复制 ${deed.name}。`;
    case "moved":
      return `已把 ${deed.name} 移到 ${deed.to}。`;
    case "changed":
      return `已修改 ${deed.name}。`;
    case "fixed":
      return "已修复。";
    case "matched":
      return "宽度已一致。";
    case "undone":
      return "已撤销。";
    case "redone":
      return "已重做。";
    case "nothing":
      return "此处无法这样做。";
    default:
      return deed satisfies never;
  }
}

export const editor: typeof english = {
  editor: {
    open: "编辑块…",
    title: "编辑块",
    whose: "哪个网络",
    undo: "撤销",
    redo: "重做",
    done: "完成",
    board: { teacher: "教师网络的块", student: "学生网络的块" },
    keys: "方向键：在块之间移动 · Alt + 方向键：移动块 · Enter：设置 · Delete：删除 · Ctrl + D：复制 · Ctrl + Z：撤销",
    differs: (list) =>
      `画成块后与当前设置的网络不同：${list.map((one) => differences[one]).join("；")}。第一次修改时它会取代原网络。`,
    comesTrained: "这个教师网络已训练好。修改之后，会先在这里训练新的教师网络。",
    stem: "首层",
    stemMap: (shape) => `3 × 3，输出 ${map(shape)}`,
    section: (section) => `第 ${section + 1} 段`,
    block: (section, block) => `第 ${section + 1} 段，第 ${block + 1} 块`,
    head: (classes) => `每张特征图取平均，再到 ${integer(classes)} 个类别`,
    kind: ({ type, kernel }) => `${shortTypes[type]} ${kernel} × ${kernel}`,
    map,
    gives: "输出",
    tags,
    addBlock: "添加块",
    addSection: "添加段",
    blocks: (n) => `${integer(n)} 块`,
    fault,
    fix,
    sectionMatches: (teacher, student) => (teacher === student ? `G ${teacher}` : `G ${teacher} ↔ ${student}`),
    sectionMisfits: (teacher, student) => `G ${teacher ?? "无"} ≠ ${student ?? "无"}`,
    form: "所选块的设置",
    fields: {
      type: "类型",
      channels: "通道数",
      kernel: "卷积核",
      stride: "步幅",
      norm: "归一化",
      shortcut: "捷径",
      pool: "之前的池化",
      dropout: "之后的 dropout",
    },
    types,
    kernel: (size) => `${size} × ${size}`,
    stride: (stride) => (stride === 1 ? "1" : "2：特征图减半"),
    norms: { batch: "批归一化", none: "无，带偏置" },
    shortcuts,
    pools: { none: "无", max: "最大，特征图减半", avg: "平均，特征图减半" },
    numberWithin: ({ whole, least, most }) => `请填 ${exact(least)} 到 ${exact(most)} 之间的${whole ? "整数" : "数"}。`,
    takeNumber: (value) => `用 ${exact(value)}`,
    actions: "对它的操作",
    duplicate: "复制",
    remove: "删除",
    earlier: "前移",
    later: "后移",
    sectionHint: "一段是一串块，其中第一块可以把特征图减半。它的首层与末层构成一个层对。",
    blockCosts: ({ parameters, multiplyAdds }) =>
      `${integer(parameters)} 个参数，每张图像 ${integer(multiplyAdds)} 次乘加`,
    costs: "整个网络",
    parameters: "参数",
    multiplyAdds: "每张图像的乘加",
    activations: (batch) => `激活（每批 ${integer(batch)} 张）`,
    bytes,
    stepTime: "一个训练步",
    step: (seconds) => `约 ${milliseconds(seconds)}`,
    stepEither: (gpu, wasm) => `有 GPU 约 ${milliseconds(gpu)}，没有约 ${milliseconds(wasm)}`,
    slow: "池化、dropout、深度可分离卷积和没有归一化的块由 tfjs 计算：一步会比这更久。",
    costsNotYet: "修复问题后显示它的开销。",
    notYet: "修复问题后显示。",
    mendAll: (n) => `修复全部 ${integer(n)} 个问题`,
    pairs: { teacher: "与学生的层对", student: "与教师的层对" },
    pairFits: (name, teacher, student) =>
      teacher === student
        ? `${name}：两个矩阵都是 ${teacher}。`
        : `${name}：教师 ${teacher}，学生 ${student}，用下面的方法比较。`,
    takeChannels: (whose, [first, last]) => `采用${sides[whose]}的宽度 ${first} 和 ${last}`,
    addMissing: "添加段",
    removeExtra: (name) => `删除 ${name}`,
    noPairs: "没有方法：不比较层对。",
    said: (deed, faults) => (faults === 0 ? done(deed) : `${done(deed)} 还有 ${integer(faults)} 个问题。`),
  },
};
