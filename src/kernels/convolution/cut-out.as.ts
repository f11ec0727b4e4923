/**
 * Copies a window of a map `[h, w]` of pixels of so many bytes, zeros where it leaves the map: then no edge is special to
 * who reads the copy.
 */
export function cutOut(
  map: usize, h: i32, w: i32, fromY: i32, fromX: i32, rows: i32, columns: i32, pixel: usize, out: usize,
): void {
  const firstX = max(fromX, 0), endX = min(fromX + columns, w);
  const row = <usize>columns * pixel;
  const inside = <usize>max(0, endX - firstX) * pixel;
  const before = <usize>max(0, min(columns, firstX - fromX)) * pixel, after = row - before - inside;
  for (let y = fromY; y < fromY + rows; y++) {
    if (y < 0 || y >= h || inside == 0) {
      memory.fill(out, 0, row);
    } else {
      memory.fill(out, 0, before);
      memory.copy(out + before, map + <usize>(y * w + firstX) * pixel, inside);
      memory.fill(out + before + inside, 0, after);
    }
    out += row;
  }
}
