import { quotedCell } from "./csv-cell.ts";

/**
 * A row-major matrix as CSV: a line of column names behind `corner`, then a line a row behind its name. Numbers are written
 * so that reading them gives the same float32 back.
 */
export function matrixCsv(
  matrix: ArrayLike<number>,
  corner: string,
  rows: readonly string[],
  columns: readonly string[],
): string {
  const lines = rows.map((name, row) => {
    const values = columns.map((_, column) => String(Math.fround(matrix[row * columns.length + column]!)));
    return [quotedCell(name), ...values].join(",");
  });
  return [[corner, ...columns].map(quotedCell).join(","), ...lines, ""].join("\n");
}
