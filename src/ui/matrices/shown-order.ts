/** In which order a pair's rows and columns are shown, and where a cell stands then. */
import type { MatrixOrder } from "../../core/matrix-order.ts";
import { clusteredOrder, largestDifferenceOrder } from "../../core/matrix-order.ts";
import type { Cell, MatrixShape } from "./pair-data.ts";

export const orderNames = ["index", "clusters", "difference"] as const;
export type OrderName = (typeof orderNames)[number];

type Matrix = Float32Array | null;

/** The matrix that an order goes by; null where there is none, or none yet. */
export function orderedBy(by: OrderName, teacher: Matrix, difference: Matrix): Matrix {
  switch (by) {
    case "index":
      return null;
    case "clusters":
      return teacher;
    case "difference":
      return difference;
    default:
      return by satisfies never;
  }
}

/** Null where rows and columns stand by their index. */
export function shownOrder(by: OrderName, matrix: Matrix, shape: MatrixShape): MatrixOrder | null {
  if (!matrix) return null;
  return by === "clusters" ? clusteredOrder(matrix, shape) : largestDifferenceOrder(matrix, shape);
}

/** Where a cell stands, counted from the top and from the left. */
export function placeOf(order: MatrixOrder | null, [a, b]: Cell): Cell {
  return order ? [order.rows.indexOf(a), order.columns.indexOf(b)] : [a, b];
}

/** The cell that stands at a place. */
export function cellAt(order: MatrixOrder | null, [row, column]: Cell): Cell {
  return order ? [order.rows[row]!, order.columns[column]!] : [row, column];
}
