/**
 * Gives each row of `costs` `[rows, columns]`, rows <= columns, a column of its own so that the costs add up to the least
 * possible: the Hungarian method by shortest augmenting paths, O(rows^2 columns). Equal costs take the lower column.
 */
export function linearAssignment(costs: Float64Array, rows: number, columns: number): Int32Array {
  if (rows > columns || costs.length !== rows * columns || !costs.every(Number.isFinite)) {
    throw new RangeError(
      `assignment: ${costs.length} costs for ${rows} rows and ${columns} columns, or one not finite`,
    );
  }
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  const rowOf = new Int32Array(columns).fill(-1);
  for (let start = 0; start < rows; start++) {
    const least = new Float64Array(columns).fill(Infinity);
    /** The column from which the path reached this one; -1 is the row that is being placed. */
    const before = new Int32Array(columns).fill(-1);
    const isDone = new Uint8Array(columns);
    let [row, reached] = [start, -1];
    do {
      if (reached >= 0) row = rowOf[reached]!;
      let [step, next] = [Infinity, -1];
      for (let column = 0; column < columns; column++) {
        if (isDone[column]) continue;
        const slack = costs[row * columns + column]! - rowPrice[row]! - columnPrice[column]!;
        if (slack < least[column]!) {
          least[column] = slack;
          before[column] = reached;
        }
        if (least[column]! < step) [step, next] = [least[column]!, column];
      }
      rowPrice[start]! += step;
      for (let column = 0; column < columns; column++) {
        if (isDone[column]) {
          rowPrice[rowOf[column]!]! += step;
          columnPrice[column]! -= step;
        } else least[column]! -= step;
      }
      isDone[next] = 1;
      reached = next;
    } while (rowOf[reached] !== -1);
    while (reached !== -1) {
      const from = before[reached]!;
      rowOf[reached] = from === -1 ? start : rowOf[from]!;
      reached = from;
    }
  }
  const columnOf = new Int32Array(rows);
  rowOf.forEach((row, column) => {
    if (row !== -1) columnOf[row] = column;
  });
  return columnOf;
}
