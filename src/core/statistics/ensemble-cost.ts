/** What several networks that answer together cost. */
export interface NetworkCost {
  /** Of both stages; the teacher's not. */
  readonly iterations: number;
  /** Of their steps. */
  readonly seconds: number;
  readonly parameters: number;
}

export function ensembleCost(members: readonly NetworkCost[]): NetworkCost {
  const sumOf = (part: keyof NetworkCost) => members.reduce((sum, member) => sum + member[part], 0);
  return { iterations: sumOf("iterations"), seconds: sumOf("seconds"), parameters: sumOf("parameters") };
}
