/** What is wrong with documents and files of the lab's own. */
import type { DocumentFault } from "../../../core/document-fault.ts";
import type { ShippedFault, TensorFault, WeightsFault } from "../../../core/file-fault.ts";
import { exact } from "../../numbers.ts";

export function documentFault(fault: DocumentFault): string {
  switch (fault.kind) {
    case "no-object":
      return `这不是实验或计划：应为 JSON 对象，而这里是 ${fault.found}。`;
    case "no-kind":
      return `这不是实验或计划：kind 为 ${fault.found}，应为 experiment 或 plan。`;
    case "version":
      return `version 为 ${fault.found}，而本实验室读取版本 1。请用更新的实验室打开。`;
    case "forbidden-name":
      return "没有名为 __proto__、constructor 或 prototype 的设置，请删除它。";
    case "experiment-twice":
      return `计划中有两个实验都名为 ${fault.name}。请让每个实验有自己的名称。`;
    case "baseline":
      return `计划的基线 ${fault.name} 不在它的实验（${fault.experiments.join("、")}）中。`;
    case "seed-twice":
      return `种子 ${exact(fault.seed)} 在${fault.of === "plan" ? "计划" : "学习率扫描"}中出现了两次。每个种子请只写一次。`;
    case "rate-order":
      return `学习率扫描中的 ${fault.rate} 应大于前一个。每个学习率请只写一次，从小到大。`;
    case "pair":
      return `pairLambda 提到 ${fault.name}，而层对为 ${fault.pairs.join("、")}。`;
    case "class-order":
      return `子集的类别 ${exact(fault.index)} 应在前一个之后，且在 0 到 ${exact(fault.classes - 1)} 之间。`;
    case "drop-order":
      return `第 ${exact(fault.drop)} 次迭代处的下降应在前一个之后，且在结束（${exact(fault.iterations)}）之前。`;
    default:
      return fault satisfies never;
  }
}

/** Goes on after the file's name, as the others do. */
export function shippedFault(fault: ShippedFault): string {
  switch (fault.kind) {
    case "bytes":
      return `有 ${exact(fault.found)} 字节，应有 ${exact(fault.expected)} 字节：它已损坏或不完整。请重新加载，或从代码仓库恢复它。`;
    case "hash":
      return `的 SHA-256 为 ${fault.found.slice(0, 8)}…，应为 ${fault.expected.slice(0, 8)}…：它已损坏或不完整。请重新加载，或从代码仓库恢复它。`;
    case "images":
      return `不含清单所写的 ${exact(fault.expected)} 张图像。请从代码仓库恢复两者。`;
    case "manifest":
      return `已损坏（${fault.key}）。请从代码仓库恢复它。`;
    default:
      return fault satisfies never;
  }
}

export function tensorFault(fault: TensorFault): string {
  switch (fault.kind) {
    case "short":
      return `只有 ${exact(fault.bytes)} 字节`;
    case "header-length":
      return `文件头自称有 ${exact(fault.bytes)} 字节`;
    case "header":
      return "文件头不是 JSON";
    case "tensor":
      return `张量 ${fault.name} 的描述有误`;
    case "outside":
      return `张量 ${fault.name} 在文件之外`;
    case "overlap":
      return "张量互相重叠";
    default:
      return fault satisfies never;
  }
}

export function weightsFault(fault: WeightsFault): string {
  switch (fault.kind) {
    case "no-facts":
      return "不是本实验室训练的教师：文件头中没有相符的 fsp-lab.teacher。";
    case "own-hash":
      return "已损坏：权重与文件头中的哈希不符。";
    case "other":
      return `的 SHA-256 为 ${fault.found}，而实验要求 ${fault.asked}。请用制作它的实验室，或换一个教师。`;
    case "misfit":
      return `与${fault.whose === "teacher" ? "教师" : "学生"}网络不符：${fault.parameter} 应为 [${fault.shape.join(", ")}]。`;
    default:
      return fault satisfies never;
  }
}
