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
      clear(out, row);
    } else {
      clear(out, before);
      copy(map + <usize>(y * w + firstX) * pixel, out + before, inside);
      clear(out + before + inside, after);
    }
    out += row;
  }
}

// A few hundred bytes at a time: what engines make of `memory.fill` and `memory.copy` takes as long to be called.

// @ts-ignore: decorator
@inline
function clear(out: usize, bytes: usize): void {
  const end = out + bytes, vectors = out + (bytes & ~15);
  for (; out < vectors; out += 16) v128.store(out, i32x4.splat(0));
  for (; out < end; out += 4) store<i32>(out, 0);
}

// @ts-ignore: decorator
@inline
function copy(from: usize, out: usize, bytes: usize): void {
  const end = out + bytes, vectors = out + (bytes & ~15);
  for (; out < vectors; out += 16, from += 16) v128.store(out, v128.load(from));
  for (; out < end; out += 4, from += 4) store<i32>(out, load<i32>(from));
}
