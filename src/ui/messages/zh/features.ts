import { integer, mapSize } from "../../numbers.ts";
import type { features as english } from "../en/features.ts";

export const features: typeof english = {
  features: {
    tap: "层",
    tapName: (pair, end) => `${pair}，${end === "first" ? "第一层" : "最后一层"}`,
    noTap: "此网络没有带位置的层可看。",
    layerShape: (layer, [height, width, channels]) => `${layer}：${integer(channels)} @ ${mapSize(height, width)}`,
    earlierChannels: "前面的通道",
    laterChannels: "后面的通道",
    channelsShown: (first, last, channels) => `第 ${first} 至 ${last} 通道，共 ${channels} 个`,
    oneScale: "全部同一色标",
    quietChannels: (quiet, channels) =>
      quiet === 0 ? "没有处处为零的通道。" : `这里 ${integer(channels)} 个通道中有 ${integer(quiet)} 个处处为零。`,
    demonstration: "矩阵留下什么，忘记什么",
    permutePositions: "打乱位置",
    shuffleChannels: "打乱第一层的通道",
    putBack: "恢复原样",
    asTheyAre: "原样",
    done: { positions: "位置已打乱", channels: "通道已打乱" },
    theMatrix: "G",
    demonstrated: {
      of: (pair, image) => `${pair}，第 ${integer(image)} 张留出图像`,
      nothing: "这是一张图像自己的特征图。打乱它们，看矩阵会怎样。",
      apart: (maps, matrix) => `特征图现在最多相差 ${maps}，矩阵最多相差 ${matrix}。`,
      positions: {
        cells: (distance) =>
          `它们的 FSP 距离为 ${distance}。两层的特征图以同样方式移动：特征不同，矩阵不变。FSP 不知道位置。`,
        cka: () => "两层的特征图以同样方式移动：特征不同，矩阵不变。线性 CKA 比较的是矩阵，不知道位置。",
        traces: (roots) =>
          `两层的特征图以同样方式移动：特征不同，矩阵不变，其迹的方根只相差 ${roots}（相对值）。迹不知道位置。`,
      },
      channels: {
        cells: (distance) =>
          `它们的 FSP 距离为 ${distance}。同样的通道换了编号，矩阵的行随之移动。FSP 按通道的编号比较。`,
        cka: () =>
          "同样的通道换了编号，矩阵的行随之移动。若每张图像都这样做，任意两张图像的相似程度不变，因此线性 CKA 不变。",
        traces: (roots) =>
          `同样的通道换了编号，矩阵的行随之移动，但其迹的方根只相差 ${roots}（相对值）：迹看不到顺序。`,
      },
    },
  },
};
