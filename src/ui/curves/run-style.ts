import type { CurveRun } from "./curve-run.ts";

export interface RunStyle {
  /** A letter at the end of a line and in the table. */
  readonly letter: string;
  readonly colour: string;
  readonly ink: string;
  /** Says without colour which run a line belongs to. */
  readonly dash: string | undefined;
}

const dashes: Readonly<Record<CurveRun["role"], readonly (string | undefined)[]>> = {
  student: [undefined, "10 3", "10 3 2 3"],
  baseline: ["6 4", "2 3", "8 3 2 3"],
  teacher: ["12 4", "12 4 2 4", "4 8"],
};

/** Colour by role, dash by place among the runs of that role. */
export function runStyles(runs: readonly CurveRun[]): RunStyle[] {
  return runs.map(({ role }, index) => {
    const same = runs.slice(0, index).filter((earlier) => earlier.role === role).length;
    return {
      letter: String.fromCodePoint(65 + (index % 26)),
      colour: `var(--${role})`,
      ink: `var(--${role}-ink)`,
      dash: dashes[role][same % dashes[role].length],
    };
  });
}
