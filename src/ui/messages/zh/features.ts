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
    shuffled: "打乱之后",
    theMatrix: "G",
    demonstrated: (what, maps, matrix, distance) => {
      if (what === "nothing") return "这是一张图像自己的特征图。打乱它们，看矩阵会怎样。";
      const apart = `特征图现在最多相差 ${maps}，矩阵最多相差 ${matrix}；FSP 距离为 ${distance}。`;
      return what === "positions"
        ? `${apart}两组特征图按同样的方式移动：特征不同，矩阵相同。FSP 不知道位置。`
        : `${apart}同样的通道换了编号，矩阵的行就跟着移动。FSP 按通道编号比较。`;
    },
  },
};
