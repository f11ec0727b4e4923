import { formatsFor } from "../format.ts";
import type { offline as english } from "../en/offline.ts";

const { bytes } = formatsFor("zh");

export const offline = {
  offline: {
    title: "没有网络时",
    app: {
      impossible: "此浏览器无法保存实验室，例如在隐私窗口中，或地址不是 https。",
      unasked:
        "实验室每次都从服务器加载。保存在这里之后，没有网络也能打开：页面、录制的运行、教师网络和“初次体验”的图像。",
      keeping: "正在保存实验室……",
      kept: "没有网络也能在这里打开实验室：页面、录制的运行、教师网络和“初次体验”的图像。",
      refused: "未能在这里保存实验室：没有网络，或空间不足。您自己的内容仍然保存着。",
    },
    keep: "离线保存实验室",
    keepOf: (all) => `离线保存实验室：${bytes(all)}`,
    forget: "不再保存实验室",
    imagesKept: "Fashion-MNIST 的全部图像也已保存。",
    keepingImages: "正在保存图像",
    imagesOf: (done, all) => `${bytes(done)}，共 ${bytes(all)}`,
    imagesFailed: "并非所有图像都已取得。取得的已经保存；请在有网络时重试。",
    keepImages: (all) => `离线保存全部 Fashion-MNIST：还需 ${bytes(all)}`,
    newer: {
      none: "",
      waiting: "新版实验室已就绪。",
      taken: "另一个标签页已换成新版实验室。",
      missing: "无法加载实验室的一部分：网络已断开，或网站上已是新版本。",
    },
    afterTraining: "训练结束后可以换用。",
    reloadAfterTraining: "训练结束后请重新加载页面。",
    take: "重新加载新版实验室",
  },
} satisfies typeof english;
