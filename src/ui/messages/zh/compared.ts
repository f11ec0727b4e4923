import { integer } from "../../numbers.ts";
import type { compared as english } from "../en/compared.ts";

const ends = { first: "行", last: "列" };

export const compared: typeof english = {
  compared: {
    made: {
      adapter: { short: "经适配", whole: "经过适配器 A1 与 A2" },
      assignment: { short: "已分组", whole: "由分组的通道组成" },
      projection: { short: "已投影", whole: "投影到主方向上" },
      shuffled: { short: "已打乱", whole: "次序已打乱" },
      cosine: { short: "余弦", whole: "各通道均方为 1" },
    },
    sumOf: {
      teacher: (parts) => `教师用于比较的这一格是它自己 ${integer(parts)} 格之和；最强的几项：`,
      student: (parts) => `学生用于比较的这一格是它自己 ${integer(parts)} 格之和；最强的几项：`,
    },
    part: (weights, cell, value, part) => `${weights[0]} × ${weights[1]} × G[${cell.join(", ")}] ${value} = ${part}`,
    rest: (parts, sum) => `其余 ${integer(parts)} 项一共：${sum}`,
    ownChannel: (end, channel) => `F${end === "first" ? 1 : 2}[${channel}]`,
    channel: {
      mix: (end, channel) => `Σ F${end === "first" ? 1 : 2} [${channel}]`,
      groups: (end, channel) => `ρ(F${end === "first" ? 1 : 2})[${channel}]`,
    },
    orderOf: (end, shown, own) => `第 ${shown} ${ends[end]}是教师${end === "first" ? "首层" : "末层"}的通道 ${own}。`,
    groupOf: (end, shown, members, reduction) =>
      `第 ${shown} ${ends[end]}代表教师的通道 ${members.join("、")}${members.length === 1 ? "。" : reduction === "mean" ? "：取平均。" : "：每个位置取离 0 最远的数。"}`,
    taken: (share) => `占 ${share} 的位置`,
    noCells: {
      cka: "线性 CKA 不比较格子。它问的是：在教师看来矩阵相似的两张图像，在学生看来是否也相似；因此只有图像之间的比较才有数值。",
      traces: "迹不比较格子。对每个矩阵它只看奇异值的三种长度，与矩阵大小和通道次序无关。",
    },
    pair: "层对",
    insteadOfCells: "代替格子比较的内容",
    ownMatrix: { teacher: "教师的 G", student: "学生的 G" },
    loss: (loss) => `损失 ${loss}`,
    ckaIs: (cka, loss) => `CKA ${cka}，即乘积之和；损失 1 − CKA = ${loss}`,
    images: { teacher: "教师的 K", student: "学生的 K", product: "乘积" },
    imagesNote: (images) =>
      `每行每列是 ${integer(images)} 张图像中的一张；一格是两张图像的矩阵减去平均后的乘积，再除以整个 K 的长度。`,
    roots: "迹的方根",
    root: (k) => `k = ${k}`,
    columns: { root: "方根", teacher: "教师", student: "学生", part: "差²", share: "占损失" },
    rootsNote: "对图像取平均；差的平方先按每张图像计算，再取平均。",
    factorNorms: (first, last) => `两个因子的范数：${first} 与 ${last}`,
    groupsOf: (end, groups) => `${ends[end]}：${groups}`,
  },
};
