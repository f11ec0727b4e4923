import { integer } from "../../numbers.ts";

/** The lab's own plans and experiments; everyone else's keep the names that they were given. */
const names: ReadonlyMap<string, string> = new Map([
  ["first-look", "初次体验"],
  ["smoke", "快速测试"],
  ["methods-small", "各种方法，小规模"],
  ["fsp", "FSP 学生"],
  ["plain", "普通学生"],
  ["soft-logits", "软标签"],
  ["fitnets", "FitNets"],
  ["fitnets-1-hint", "FitNets（1 个提示层）"],
  ["fitnets-3-hints", "FitNets（3 个提示层）"],
  ["attention", "注意力迁移"],
  ["similarity", "相似性保持"],
  ["fsp-shuffled", "FSP（打乱教师矩阵）"],
  ["fsp-joint", "FSP（与任务同时）"],
  ["fsp-then-soft-logits", "FSP（然后软标签）"],
  ["weight-copy", "复制教师权重"],
  ["plain-equal-stage-2", "普通学生（阶段 2 相同）"],
  ["plain-equal-total", "普通学生（总迭代相同）"],
  ["teacher", "教师网络"],
  ["teacher-copied", "教师网络（复制权重）"],
  ["teacher-original", "教师网络（原始）"],
  ["teacher-fine-tuned", "教师网络（微调）"],
  ["teacher-from-scratch", "教师网络（从头训练）"],
  ["student-original", "学生网络（原始）"],
  ["student-from-scratch", "学生网络（从头训练）"],
  ["fitnet", "FitNet 学生"],
  ["fitnet-1-hint", "FitNet（1 个提示层）"],
  ["fitnet-3-hints", "FitNet（3 个提示层）"],
  ["fsp-teacher-of-source", "FSP（教师未学过学生的任务）"],
]);

/** What the lab puts behind a name, with its number. */
const suffixes: readonly (readonly [suffix: RegExp, said: (number: number) => string])[] = [
  [/-slower$/, () => "减小学习率"],
  [/-slower-(\d+)$/, (times) => `减小学习率 ${times} 次`],
  [/-images(\d+)$/, (count) => `${integer(count)} 张图像`],
  [/-depth(\d+)$/, (depth) => `深度 ${depth}`],
  [/-width(\d+)$/, (width) => `宽度 ${width}`],
  [/-for(\d+)$/, (count) => `${integer(count)} 次任务迭代`],
  [/-batch(\d+)$/, (count) => `每批 ${integer(count)} 张`],
  [/-(\d+)k$/, (thousands) => `${integer(1000 * thousands)} 次迭代`],
  [/-(\d+)$/, (count) => `${integer(count)} 次迭代`],
];

export function experimentName(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  for (const [suffix, said] of suffixes) {
    const found = suffix.exec(name);
    if (!found) continue;
    const stem = name.slice(0, found.index);
    const before = experimentName(stem);
    // Somebody's own name may end so too.
    return before === stem && !names.has(stem) ? name : within(before, said(Number(found[1])));
  }
  return name;
}

/** In the one pair of brackets. */
function within(name: string, more: string): string {
  return name.endsWith("）") ? `${name.slice(0, -1)}，${more}）` : `${name}（${more}）`;
}
