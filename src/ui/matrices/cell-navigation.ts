import type { Cell, MatrixShape } from "./pair-data.ts";

/** Rows that Page Up and Page Down pass at once. */
const page = 8;

/** Where a key leads from a cell, as in the grid pattern of ARIA; null for keys that do not move. */
export function cellAfter(key: string, control: boolean, [a, b]: Cell, [rows, columns]: MatrixShape): Cell | null {
  const kept = (row: number, column: number): Cell => [
    Math.min(rows - 1, Math.max(0, row)),
    Math.min(columns - 1, Math.max(0, column)),
  ];
  switch (key) {
    case "ArrowUp":
      return kept(a - 1, b);
    case "ArrowDown":
      return kept(a + 1, b);
    case "ArrowLeft":
      return kept(a, b - 1);
    case "ArrowRight":
      return kept(a, b + 1);
    case "PageUp":
      return kept(a - page, b);
    case "PageDown":
      return kept(a + page, b);
    case "Home":
      return kept(control ? 0 : a, 0);
    case "End":
      return kept(control ? rows - 1 : a, columns - 1);
    default:
      return null;
  }
}

/** The cell under a point of a matrix drawn `width` by `height`, the point inside it. */
export function cellUnder(x: number, y: number, width: number, height: number, [rows, columns]: MatrixShape): Cell {
  const within = (index: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(index)));
  return [within((y / height) * rows, rows), within((x / width) * columns, columns)];
}
