/** The presets' plans and experiments; everyone else's keep the names that they were given. */
const names: ReadonlyMap<string, string> = new Map([
  ["first-look", "初次体验"],
  ["smoke", "快速测试"],
  ["fsp", "FSP 学生"],
  ["plain-equal-stage-2", "普通学生（阶段 2 相同）"],
  ["plain-equal-total", "普通学生（总迭代相同）"],
]);

export function experimentName(name: string): string {
  return names.get(name) ?? name;
}
