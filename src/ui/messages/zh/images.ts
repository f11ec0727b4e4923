import type { Split } from "../../../core/images.ts";
import type { StorageTroubleCode } from "../../../core/storage-trouble.ts";
import { exact, integer } from "../../numbers.ts";
import type { images as english } from "../en/images.ts";
import { formatsFor } from "../format.ts";

const { bytes } = formatsFor("zh");
const splits: Readonly<Record<Split, string>> = { training: "训练", validation: "验证", test: "测试" };
const unkept: Readonly<Record<StorageTroubleCode, string>> = {
  none: "浏览器不为本页保存任何内容（可能是无痕窗口）。关闭页面前可以使用这些图像。",
  newer: "更新版本的实验室在此保存数据，因此不写入。关闭页面前可以使用这些图像。",
  blocked: "另一个标签页中的旧版实验室占用了存储，请关闭它。关闭页面前可以使用这些图像。",
  full: "磁盘或浏览器的配额已满。关闭页面前可以使用这些图像。",
  gone: "浏览器为实验室保存的内容已被删除。关闭页面前可以使用这些图像。",
  failed: "浏览器无法保存这些图像。关闭页面前可以使用它们。",
};

export const images: typeof english = {
  images: {
    title: "自备图像",
    openDialog: "自备图像…",
    close: "关闭",
    back: "返回",
    cancel: "取消",
    drop: "放下图像或实验室的文件，查看其中的内容",
    labFiles: "实验室的文件",
    taken: {
      trainings: (name, runs) => `${name} 含有 ${integer(runs)} 次运行，已保存在“先前”中。正在训练的仍留在屏幕上。`,
      teachers: (name, count) =>
        count === 1
          ? `${name} 的教师已保存在此浏览器中。可在设置的“已训练的教师”中选择它。`
          : `${name} 的 ${integer(count)} 个教师已保存在此浏览器中。可在设置的“已训练的教师”中选择。`,
    },
    files: "文件",
    forms:
      "CIFAR-10 或 CIFAR-100 二进制、IDX、.npz、.npy、Parquet、像素 CSV，或按类别分文件夹的 PNG、JPEG、WebP；可直接给出，也可装在 .zip、.tar、.gz 中。文件只在本浏览器中读取，不会发送到任何地方。",
    pickFiles: "选择文件…",
    pickFolder: "选择文件夹…",
    dropHint: "也可以拖放到页面任意处，或粘贴。实验室写出的设置、运行、打包文件和教师也这样打开。",
    kept: "本浏览器中",
    noneKept: "还没有自备图像。",
    show: "查看并使用",
    showSet: (name) => `查看并使用 ${name}`,
    remove: "移除",
    askRemoval: (name, count) => `${name} 将被移除，连同 ${integer(count)} 幅图像：提到它的设置将要求提供其文件。`,
    inUse: (training) => `${training} 正在用它训练：训练结束后可以移除。`,
    removeSet: (name) => `从本浏览器移除 ${name}`,
    contents: (count, [height, width, channels], classes) =>
      `${integer(count)} 张 ${height} × ${width} 的${channels === 3 ? "彩色" : "灰度"}图像，${integer(classes)} 个类别`,
    hub: "Hugging Face 数据集",
    hubHint: (host) =>
      `在按下方按钮之前，不会向 ${host} 请求任何内容。获取的内容保存在本浏览器中，之后无需网络。请留意各数据集的许可。`,
    hubSet: "数据集",
    readySet: (name, id) => `${name}（${id}）`,
    otherSet: "其他，按编号…",
    hubId: "编号",
    hubIdHint: "所有者和名称，例如 ylecun/mnist。",
    lookUp: (host) => `在 ${host} 查询（几 kB）`,
    config: "配置",
    first: "仅前若干张图像",
    firstHint: "每个划分各取；留空则取全部。",
    fetch: (host, size) => `从 ${host} 获取，${bytes(size)}`,
    fetchFirst: (host, size, first) => `从 ${host} 获取每个划分的前 ${integer(first)} 张（共 ${bytes(size)} 的一部分）`,
    doing: {
      reading: (file) => `正在读取 ${file}`,
      fetching: (file) => `正在获取 ${file}`,
      looking: (file) => `正在查看 ${file}`,
      keeping: (file) => `正在把 ${file} 保存到本浏览器`,
    },
    fetched: (size) => `已收到 ${bytes(size)}`,
    progress: "读取进度",
    missingTitle: "缺少的图像",
    missing: (name, digits) =>
      `此实验使用图像集 ${name}（SHA-256 ${digits}…），本浏览器中没有。请把该文件或文件夹拖放到这里；内容不同的文件不会被当作它。`,
    give: "给出图像…",
    asked: "这正是实验所需的图像。",
    notAsked: (name, digits) => `这不是实验所需的图像（${name}，SHA-256 ${digits}…）：内容不同。`,
    statistics: (mean, deviation) => `训练图像：均值 ${mean}，标准差 ${deviation}`,
    hash: (digits) => `内容的 SHA-256：${digits}…`,
    unkept,
    decodedHere: (count) =>
      `${integer(count)} 张图片（JPEG、WebP）由本浏览器解码：其他浏览器可能得到不同的位，因而哈希不同。PNG 处处相同。`,
    odd: "异常之处",
    nothingOdd: "没有异常：没有重复、没有单色图像、大小一致、没有空类别。",
    duplicates: (count) => `${integer(count)} 张图像重复`,
    leaks: (count) => `其中 ${integer(count)} 张既在训练图像中，又在用于评判的图像中：结果会显得比实际更好`,
    oneColour: (count) => `${integer(count)} 张图像只有一种颜色`,
    refitted: (count) => `${integer(count)} 张图片的大小与多数不同：已置于黑底中央，或把中央部分平均缩小`,
    empty: (count) => `${integer(count)} 个类别没有训练图像`,
    ignored: (count) => `${integer(count)} 个文件或文件夹已略去：其中没有可读取的图像，或图像没有类别`,
    more: (count) => `以及另外 ${integer(count)} 个`,
    place: (split, index) => `${splits[split]} ${integer(index)}`,
    classes: "类别",
    className: "类别",
    splits,
    some: "部分图像",
    choices: "用于下一次运行",
    balanced: "各类别数量相同",
    trainingOfEach: "每个类别的训练图像",
    drawn: "该数据集没有单独的这一部分：从训练图像中抽取。",
    side: "大小",
    sideOf: (side) => `${integer(side)} × ${integer(side)}`,
    colours: "颜色",
    inColour: "红、绿、蓝",
    inGrey: "灰度",
    seed: "抽取用的种子",
    seedNote: "换一个种子会抽取其他图像。",
    range: (least, most) =>
      most < least ? "该数据集的图像不够。" : `请用 ${exact(least)} 到 ${exact(most)} 之间的整数。`,
    twoClasses: "请至少选择两个类别。",
    use: "用于下一次运行",
  },
};
