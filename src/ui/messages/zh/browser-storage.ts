import type { browserStorage as english } from "../en/browser-storage.ts";

export const browserStorage: typeof english = {
  browserStorage: {
    title: "全部内容",
    lasting: {
      unknown: "",
      impossible: "此浏览器没有说明会把这里的内容保存多久。想长期保留的请导出。",
      lasting: "此浏览器会一直保存全部内容，直到您在这里删除，或清除浏览器自己的数据。",
      passing: "磁盘已满或您久未访问时，此浏览器可能会删除全部内容。想长期保留的请导出。",
    },
    ask: "请浏览器保留",
    forgetAll: "全部删除…",
    whatGoes:
      "所有运行、设置、教师网络和图像都将删除，还有供离线使用的内容，以及您对语言和外观的选择。页面将重新开始。",
    afterTraining: "所有标签页都没有训练时，才可以全部删除。",
    failed: "未能全部删除。请关闭实验室的其他标签页再试，或在浏览器设置中删除本网站的数据。",
  },
};
