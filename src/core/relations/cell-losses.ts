import type { Reduction } from "./convention.ts";

/**
 * Adds to `losses` `[m, k]` each cell's part of the loss of one image's difference of two `[m, k]`, before a factor that all
 * share: its square, or of columns' norms its square over its column's length. The parts sum to the loss, and each is the
 * difference times the loss's slope along it, over 2 or over 1, the power by which the loss grows with the difference.
 */
export function addCellLosses(
  losses: Float64Array,
  reduction: Reduction,
  student: Float32Array,
  teacher: Float32Array,
  columns: number,
): void {
  if (reduction !== "column-norms") {
    for (let i = 0; i < losses.length; i++) losses[i]! += (student[i]! - teacher[i]!) ** 2;
    return;
  }
  for (let column = 0; column < columns; column++) {
    let square = 0;
    for (let i = column; i < losses.length; i += columns) square += (student[i]! - teacher[i]!) ** 2;
    if (square === 0) continue;
    const length = Math.sqrt(square);
    for (let i = column; i < losses.length; i += columns) losses[i]! += (student[i]! - teacher[i]!) ** 2 / length;
  }
}
