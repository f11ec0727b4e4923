import type { letters as english } from "../en/letters.ts";

const g = "G：教师（T）与学生（S）的矩阵";
const squares = "带 F 的 ‖ ‖²：所有单元格的平方之和";

export const letters: typeof english = {
  letters: {
    groups: {
      matrices:
        "G：矩阵，第 i 行第 j 列的单元格；F：第一层（1）与最后一层（2）的特征图，h × w；s、t：位置。x、y：同样的特征图，每个通道排成一列，共 P = h · w 个位置；⟨ ⟩：乘积之和；‖ ‖：长度；ε：很小的数，避免除以 0。",
      reductions: "D：学生的矩阵减教师的矩阵，m × k，单元格 i、j；b：一批 n 张图像中的一张。",
      totals: "L：全部 N 个层对的损失；带 p 的 L 与 λ：层对 p 的损失与权重。",
      pairings: "G：两个特征图 F 的矩阵；s：一段；1：其第一层，e：其最后一层。",
      pools:
        "F：较大的特征图，F′：缩小后的；u：较小图的位置，v：较大图的位置；带 u 的 B：变成 u 的块，共 |B| 个位置；w：双线性插值的权重。",
      resizedMaps: "h：两个特征图相乘时的边长；带 1 与 2 的 h：第一层与最后一层的边长。",
      stages:
        "1、2：阶段；W：学生的权重；L：各层对的损失；C：交叉熵；t：第几次迭代，共 T 次；e：最后 L 所保留的权重比例。",
    },
    remedies: {
      none: `${g}；${squares}。`,
      adapter: `${g}；带 1 与 2 的 A：与学生一同学习的适配器；⊤：转置；${squares}。`,
      assignment: `${g}；X、Y：第一层与最后一层的特征图；π(j)：教师的通道 j 归入的组，即学生的哪个通道；ρ：各组给出的特征图，逐个 i；reduce：取平均，或取离 0 最远的数；x̂：一个通道的数排成一列，长度为 1；⟨ ⟩：乘积之和；${squares}。`,
      projection: `${g}；U Σ U⊤：教师的 n 张图像 b 的平均矩阵的奇异值分解，只求一次；带 1 与 2 的 U：取与学生通道数相同的方向；⊤：转置；${squares}。`,
      cka: "带 b、c 的 G：n 张图像中两张的矩阵；M：它们的平均；教师（T）与学生（S）的 K：两张图像的矩阵有多少共同之处；带 F 的 ⟨ ⟩ 与 ‖ ‖：各单元格乘积之和与长度。",
      traces: `${g}；带 k 的 t：奇异值的一种长度；tr：对角线之和；⊤：转置。`,
    },
  },
};
