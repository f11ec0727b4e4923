import type { Rows } from "../routine/routine.ts";

/** WGSL `row_of(n)`: a sample's row in a stack of matrices. */
export function rowText(rows: Rows): string {
  if (rows === "batch") return "fn row_of(n: u32) -> u32 { return n; }";
  const flipped = rows.variants === 2 ? " + u32(samples[n].w)" : "";
  return `fn row_of(n: u32) -> u32 { return u32(samples[n].x) * ${rows.variants}${flipped}; }`;
}
