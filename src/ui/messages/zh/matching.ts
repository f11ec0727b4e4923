import type { Matching } from "../../../core/experiment.ts";
import type { MapSize, Side } from "../../../core/misfit.ts";
import type { Fit, Pooled, PreflightRow } from "../../../core/preflight.ts";
import type { Conversion } from "../../../core/relations/reductions.ts";
import type { RemedyKind } from "../../../core/relations/settings.ts";
import type { FactorRange } from "../../matching/factors.ts";
import { factor, mapSize, matrixSize, significant, tick } from "../../numbers.ts";
import type { matching as english } from "../en/matching.ts";

const sides: Readonly<Record<Side, string>> = { teacher: "教师", student: "学生" };
const remedies: Readonly<Record<RemedyKind | "none", string>> = {
  none: "无：矩阵大小须相同",
  adapter: "可学习的适配器",
  assignment: "通道分配",
  projection: "教师投影",
  cka: "线性 CKA",
  traces: "幂的迹",
};
const fits: Readonly<Record<Fit["kind"], string>> = {
  exact: "相同",
  pooled: "池化",
  adapted: "适配",
  impossible: "不可能",
};
const ops = { max: "最大池化", avg: "平均池化", bilinear: "双线性缩小" };
const size = (map: MapSize) => mapSize(map[0], map[1]);
const times = ([height, width]: Pooled["by"]) =>
  height === width ? `${tick(height)}×` : `${tick(height)} × ${tick(width)}`;
const ends = { first: "第一个", last: "最后一个" };
const pooledBy = ({ side, resize, by }: Pooled) =>
  `${sides[side]}的${ends[resize.of]}特征图经${ops[resize.op]} ${times(by)} 变为 ${size(resize.to)}`;
const withPooling = (pooled: readonly Pooled[]) => (pooled.length === 0 ? "" : `；${pooled.map(pooledBy).join("，")}`);
const both = ({ teacherShape, studentShape }: PreflightRow) =>
  teacherShape.join() === studentShape.join()
    ? `两个矩阵都是 ${matrixSize(teacherShape)}`
    : `教师的矩阵为 ${matrixSize(teacherShape)}，学生的为 ${matrixSize(studentShape)}`;

function sentence(row: PreflightRow, isRemedied: boolean): string {
  const { fit } = row;
  switch (fit.kind) {
    case "exact":
      return `相同：${both(row)}。`;
    case "pooled":
      return `池化：${both(row)}${withPooling(fit.pooled)}。`;
    case "adapted":
      return `${isRemedied ? "适配" : "需要补救方法"}：${both(row)}，只有用补救方法才能比较（${fit.remedies.map((kind) => remedies[kind]).join("、")}）${withPooling(fit.pooled)}。`;
    case "impossible": {
      const { reason } = fit;
      return reason.code === "not-divisible"
        ? `不可能：${sides[reason.side]}的特征图 ${size(reason.first)} 与 ${size(reason.last)} 无法按整块池化到同一大小。`
        : `不可能：${sides[reason.side]}的特征图 ${size(reason.first)} 与 ${size(reason.last)} 中，要池化的不是较大的一个。`;
    }
    default:
      return fit satisfies never;
  }
}

const ways = { section: "按段", resolution: "按分辨率", hand: "手动" };

const states: Readonly<Record<"matched" | "blocked", string>> = { matched: "已配对", blocked: "已配对，尚不能比较" };

const reasons: Readonly<Record<Extract<Conversion, { factor: null }>["reason"], string>> = {
  "not-squared": "没有系数：未平方的长度不是论文损失的倍数。",
  "other-matrices": "没有系数：这些矩阵与论文的不同。",
  "other-relation": "没有系数：比较的不是论文的距离。",
};

export const matching: typeof english = {
  matching: {
    open: "层对与约定…",
    title: "层对、约定与补救",
    close: "关闭",
    noPairs: "此方法不比较矩阵，因此没有层对。",
    mends: {
      title: "无法比较的层对",
      remedy: (remedy) => `采用${remedies[remedy]}`,
      resolution: "按分辨率配对",
      partners: "只比较有对应的层对",
      bilinear: "用双线性缩小特征图",
      larger: "缩小较大的特征图",
      section: "按段配对",
    },
    diagram: {
      title: "手动配对",
      hint: "点击教师的两层和学生的两层，它们就成为一对。用键盘：Tab 到一个网络，方向键移动，Enter 选取，Escape 取消。",
      layers: (side) => `${sides[side]}的层`,
      picked: (side, layers) =>
        `${sides[side]}：${layers.length === 0 ? "尚未选取" : layers.length === 1 ? `${layers[0]} → 再选一层` : layers.join(" → ")}`,
      cancel: "取消",
      added: (name) => `已添加 ${name}。`,
      removed: (name) => `已移除 ${name}。`,
      notAdded: "未添加：已有这一对，或数量已达上限。",
      cancelled: "已取消选取。",
    },
    matchedBy: "配对",
    ways,
    way: (chosen: Matching) => (chosen.kind === "hand" ? `${ways.hand}，${chosen.pairs.length} 对` : ways[chosen.kind]),
    weights: (weights) =>
      Object.entries(weights)
        .map(([pair, weight]) => `${pair} ${significant(weight)}`)
        .join("，") || "无",
    table: {
      title: "哪些层对能比较",
      corner: "教师 \\ 学生",
      caption: "教师的每个层对与学生的每个层对。点击一格即添加或移除这一对，配对随之改为手动。",
      none: "没有段的网络没有层对。",
      kind: ({ fit }, isRemedied) => (fit.kind === "adapted" && !isRemedied ? "需要补救方法" : fits[fit.kind]),
      byShort: (pooled) => pooled.map(({ side, by }) => `${sides[side]} ${times(by)}`).join("，"),
      shapes: (row) =>
        row.teacherShape.join() === row.studentShape.join()
          ? `${matrixSize(row.teacherShape)}`
          : `${matrixSize(row.teacherShape)} ↔ ${matrixSize(row.studentShape)}`,
      sentence,
      cell: (row, state, isRemedied) =>
        `教师的 ${row.teacher} 与学生的 ${row.student}${state === "free" ? "" : `，${states[state]}`}。${sentence(row, isRemedied)}`,
      states,
      lastStays: "至少保留一对。",
    },
    matches: {
      title: "已配的层对",
      missing: "不存在",
      notCompared: "尚不能比较：见本页顶部。",
      lambda: "λ",
      common: "共同的 λ",
      lambdaOf: (pair) => `${pair} 的 λ`,
      actsAs: (weight) => `就归约与合计而言，相当于论文的 λ = ${factor(weight)}`,
      remove: "移除",
      removeOf: (pair) => `移除 ${pair}`,
    },
    conventions: {
      title: "约定",
      hint: "FSP 的各种实现不同，同一个 λ 的分量也不同。",
      preset: "预设",
      ownSettings: "无：自定",
      together: (range: FactorRange) =>
        range.factor === null
          ? reasons[range.reason]
          : range.least === range.most
            ? `就归约与合计而言，λ = 1 相当于论文的 λ = ${factor(range.least)}。`
            : `就归约与合计而言，λ = 1 相当于论文的 λ = ${factor(range.least)} 到 ${factor(range.most)}，因层对而异。`,
      besides: (others) => `此外，这里的矩阵与论文的不同（${others.join("，")}），对此没有系数。`,
      factor: (range) =>
        range.factor === null
          ? reasons[range.reason]
          : range.least === range.most
            ? `λ = 1 相当于 λ = ${factor(range.least)}`
            : `λ = 1 相当于 λ = ${factor(range.least)} 到 ${factor(range.most)}`,
      otherMatrices: "起作用时矩阵不同：对此没有系数",
      pairings: { within: "在每段之内", across: "从一段的末层到下一段的末层" },
      pools: { max: "最大池化", avg: "平均池化", bilinear: "双线性" },
      resizedMaps: { larger: "缩小较大的特征图", last: "最后一个取第一个的大小" },
      reductions: {
        "squared-sum": "平方和",
        mean: "平方的平均",
        "half-per-thousand": "平方和的一半，乘千分之一",
        "squared-sum-per-batch": "平方和，再除以批大小",
        "column-norms": "各列的长度",
      },
      totals: { sum: "对层对求和", mean: "对层对取平均" },
      matrices: { product: "特征图的乘积", cosine: "通道的余弦" },
      stages: {
        title: "阶段",
        names: { two: "两个：先学矩阵，再只学任务", one: "一个：任务与矩阵同时学" },
        weight: (lambda) => `通常 λ 为 ${tick(lambda)}`,
      },
      byHand: "层对是手动配的：起点与终点如所选。",
    },
    remedies: {
      title: "大小不同时的补救",
      names: remedies,
      helps: (pairs, of) =>
        pairs === of ? "适用于所有层对" : pairs === 0 ? "不适用" : `适用于 ${of} 对中的 ${pairs} 对`,
    },
  },
};
