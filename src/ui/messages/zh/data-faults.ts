import type {
  Damage,
  DataFault,
  FaultPlace,
  Limited,
  MissingPart,
  PlainDamage,
  Unsupported,
} from "../../../core/data-fault.ts";
import type { HubFault } from "../../../core/hub-fault.ts";
import { exact } from "../../numbers.ts";

const units = {
  record: "条记录",
  line: "行",
  row: "行",
  number: "个数",
  entry: "个条目",
  byte: "字节处",
} as const;

export function faultPlace(place: FaultPlace): string {
  switch (place.at) {
    case "member":
      return place.path;
    case "column":
      return `第 ${exact(place.group)} 行组的列 ${place.column}`;
    case "contents":
      return "文件目录";
    default:
      return `第 ${exact(place.index)} ${units[place.at]}`;
  }
}

/** Goes on after the file and the place in it. */
export function dataFault(fault: DataFault): string {
  switch (fault.kind) {
    case "format":
      return "不属于实验室能读取的格式：CIFAR .bin、IDX、.npy、.npz、Parquet、CSV、按类别分文件夹的图片或其 .zip、.tar、.gz。请转换成其中之一。";
    case "unsupported":
      return `含有${unsupported(fault)}。`;
    case "damaged":
      return `已损坏（${fault.form === null ? "" : `${fault.form}：`}${damageWords(fault.damage)}）。请重新获取该文件。`;
    case "cut":
      return `只有 ${exact(fault.found)} 字节，应有 ${exact(fault.expected)} 字节。请获取完整的文件。`;
    case "limit":
      return `${limitWords(fault.what, exact(fault.found))}，超过了允许的 ${exact(fault.most)}。请取数据集的一部分。`;
    case "label":
      return `含有标签 ${fault.label}，而类别为 0 到 ${exact(fault.classes - 1)}。请改正标签，或重新获取该文件。`;
    case "missing":
      return `缺少${fault.what === "labels" ? `其标签文件 ${fault.name}` : missing[fault.what]}。请给出含有它的文件或文件夹。`;
    case "mixed":
      return `的图像为 ${fault.found}，而其他图像为 ${fault.others}。请一次只给一个数据集的文件。`;
    default:
      return fault satisfies never;
  }
}

function unsupported(fault: Unsupported): string {
  switch (fault.what) {
    case "deep":
      return "多层嵌套的压缩包，无法读取。请解压后给出文件夹";
    case "tar-member":
      return "链接、设备或过长的文件名，无法读取。请解压后给出文件夹";
    case "member-name":
      return "名称为空、为绝对路径或指向压缩包之外的文件，无法读取。请在其文件夹内重新打包";
    case "zip64":
      return " zip64 目录（用于超过 65,534 个文件或 4 GiB），无法读取。请解压后给出文件夹";
    case "encrypted":
      return "加密的文件，无法读取。请不用密码重新打包";
    case "picture":
      return "不是 PNG、JPEG 或 WebP 的图片，无法读取。请转换成 PNG";
    case "browser-picture":
      return "不是 PNG 的图片，无法读取。请转换成 PNG，它是唯一无需浏览器即可解码的格式";
    case "method":
      return `压缩方法为 ${fault.method} 的文件，无法读取。请用常见的 deflate 重新打包`;
    case "type":
      return `类型为 ${fault.type} 的数，无法读取。请保存为 uint8、int32、int64、float32 或 float64`;
    case "shape":
      return `形状为 ${fault.shape} 的数组，无法读取。请把图像保存为 [n, 高, 宽] 或 [n, 高, 宽, 1 或 3]`;
    case "pixel":
      return `超出范围的像素 ${fault.value}。请保存为${fault.isFloat ? " 0 到 1 的小数，或 uint8" : " 0 到 255 的数"}`;
    case "cell":
      return `“${fault.cell}”，这里应为数。请写整数：标签从 0 开始，像素为 0 到 255`;
    case "table":
      return ` ${exact(fault.lines)} 行，每行 ${exact(fault.pixels)} 个像素，不成图像。请每行写一个标签和一张正方形图像的像素：灰度，或依次为红、绿、蓝`;
    case "codec":
      return `以 ${fault.codec} 压缩的列，无法读取。请不压缩，或用 SNAPPY 压缩`;
    default:
      return fault satisfies never;
  }
}

const plainDamages: Readonly<Record<PlainDamage, string>> = {
  beginning: "缺少开头",
  header: "文件头有误",
  "header-end": "文件头没有结尾",
  end: "缺少结尾",
  chunk: "有一个数据块被截断",
  "chunk-checksum": "有一个数据块的校验和不符",
  "data-length": "数据的长度与其大小不符",
  palette: "有像素的颜色不在调色板中",
  "other-length": "内容的长度与所写的不符",
  "header-checksum": "有一个文件头的校验和不符",
  "file-size": "有文件的大小不是数",
  directory: "缺少目录",
  "directory-cut": "目录被截断或覆盖",
  misplaced: "有文件不在目录所写的位置",
  checksum: "有文件的校验和不符",
  "no-image": "没有图像的字节",
  "table-length": "它比文件还长",
  "endless-number": "有一个数没有结尾",
  "no-column": "缺少该列",
  outside: "其位置在文件之外",
  lists: "其中是列表",
  "page-end": "有一页没有结尾",
  "page-kind": "有一页的种类未知",
  "page-values": "有一页的值多于行数",
  unlisted: "清单中没有它",
  absent: "缺少它",
  "no-runs": "其中没有运行",
  list: "文件清单无法读取",
  ends: "其中关于运行如何结束的记录无法读取",
  hash: "内容与其哈希不符",
};

function damageWords(damage: Damage): string {
  switch (damage.why) {
    case "labels":
      return `${exact(damage.images)} 张图像有 ${exact(damage.labels)} 个标签`;
    case "cells":
      return `有 ${exact(damage.found)} 个数，而第一行有 ${exact(damage.first)} 个`;
    case "line":
      return `长于 ${exact(damage.most)} 字节`;
    case "version":
      return `版本 ${damage.version}`;
    case "values":
      return `${exact(damage.rows)} 行有 ${exact(damage.values)} 个值`;
    case "pixels":
      return `${damage.width} × ${damage.height} 像素`;
    case "silent":
      return `读取它的程序在 ${exact(damage.seconds)} 秒内没有回应`;
    case "foreign":
      // What a decoder or a browser says of it is in English.
      return "无法解码";
    default:
      return plainDamages[damage.why];
  }
}

const missing: Readonly<Record<MissingPart, string>> = {
  "second-class": "第二个类别",
  "class-folders": "至少 2 个类别各自的文件夹",
  "class-folder": "以类别命名的文件夹",
  "readable-classes": "至少 2 个类别的可读取的图像",
  image: "图像",
  "labels-array": "标签数组（y 或 labels）",
  arrays: "名为 x 与 y，或 images 与 labels 的数组",
  "images-of-labels": "标签所属的图像",
  columns: "图像列（{bytes, path}）和名为 label 或 fine_label 的列",
};

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
      return "无法连接。请检查网络后重试。";
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
