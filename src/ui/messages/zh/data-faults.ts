import type { DataFault, Limited } from "../../../core/data-fault.ts";
import type { HubFault } from "../../../core/hub-fault.ts";
import { exact } from "../../numbers.ts";

/** Goes on after the file and the place in it. */
export function dataFault(fault: DataFault): string {
  switch (fault.kind) {
    case "format":
      return "不属于实验室能读取的格式：CIFAR .bin、IDX、.npy、.npz、Parquet、CSV、按类别分文件夹的图片或其 .zip、.tar、.gz。请转换成其中之一。";
    case "unsupported":
      return `含有实验室不读取的内容（${fault.what}）。请换一种方式（${fault.wayOut}）。`;
    case "damaged":
      return `已损坏（${fault.detail}）。请重新获取该文件。`;
    case "cut":
      return `只有 ${exact(fault.found)} 字节，应有 ${exact(fault.expected)} 字节。请获取完整的文件。`;
    case "limit":
      return `${limitWords(fault.what, exact(fault.found))}，超过了允许的 ${exact(fault.most)}。请取数据集的一部分。`;
    case "label":
      return `含有标签 ${fault.label}，而类别为 0 到 ${exact(fault.classes - 1)}。请改正标签，或重新获取该文件。`;
    case "missing":
      return `缺少所需的内容（${fault.what}）。请给出含有它的文件或文件夹。`;
    case "mixed":
      return `的图像为 ${fault.found}，而其他图像为 ${fault.others}。请一次只给一个数据集的文件。`;
    default:
      return fault satisfies never;
  }
}

function limitWords(what: Limited, found: string): string {
  switch (what) {
    case "bytes":
      return `有 ${found} 字节`;
    case "unpacked":
      return `解压后有 ${found} 字节`;
    case "ratio":
      return `解压后为原来的 ${found} 倍`;
    case "files":
      return `含有 ${found} 个文件`;
    case "images":
      return `含有 ${found} 张图像`;
    case "classes":
      return `有 ${found} 个类别`;
    case "side":
      return `含有边长 ${found} 像素的图片`;
    case "milliseconds":
      return `读取用了 ${found} 毫秒`;
    default:
      return what satisfies never;
  }
}

/** Goes on after the host's name. */
export function hubFault(fault: HubFault): string {
  switch (fault.kind) {
    case "status":
      return `的回答是 ${fault.status}。请检查数据集的名称，以及是否无需登录即可获取。`;
    case "unreached":
      return `无法连接（${fault.reason}）。请检查网络后重试。`;
    case "silent":
      return `在 ${fault.seconds} 秒内没有发送任何内容。请稍后再试。`;
    case "cut":
      return `在 ${exact(fault.expected)} 字节中的第 ${exact(fault.found)} 字节处中断。请重试。`;
    case "larger":
      return `有 ${exact(fault.found)} 字节，而约定的是 ${exact(fault.agreed)} 字节。没有保留任何内容。`;
    case "whole":
      return "不能只发送文件的一部分。请在那里下载文件，再拖放到这里。";
    case "answer":
      return "的回答实验室无法读懂。请在那里下载文件，再拖放到这里。";
    case "empty":
      return "没有列出该数据集的训练、验证或测试图像的 Parquet 文件。请另选一个。";
    default:
      return fault satisfies never;
  }
}
