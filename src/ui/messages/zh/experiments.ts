/** The presets' plans and experiments; everyone else's keep the names that they were given. */
const names: ReadonlyMap<string, string> = new Map([
  ["first-look", "初次体验"],
  ["smoke", "快速测试"],
  ["methods-small", "各种方法，小规模"],
  ["fsp", "FSP 学生"],
  ["plain", "普通学生"],
  ["soft-logits", "软标签"],
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
]);

export function experimentName(name: string): string {
  return names.get(name) ?? name;
}
