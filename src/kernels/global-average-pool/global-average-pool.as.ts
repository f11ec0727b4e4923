// The mean over all positions of a map, and its gradient. Everything is float32.

/** `x` `[n, positions, c]` → `y` `[n, c]` for images `from` up to `to`. */
export function globalAveragePool(x: usize, y: usize, positions: i32, c: i32, from: i32, to: i32): void {
  const step = <usize>c << 2;
  for (let image = from; image < to; image++) {
    const map = x + <usize>(image * positions) * step, target = y + <usize>image * step;
    memory.fill(target, 0, step);
    for (let position = 0; position < positions; position++) {
      const row = map + <usize>position * step;
      for (let at: usize = 0; at < step; at += 4) store<f32>(target + at, load<f32>(target + at) + load<f32>(row + at));
    }
    for (let at: usize = 0; at < step; at += 4) store<f32>(target + at, load<f32>(target + at) / <f32>positions);
  }
}

/** `dx = dy / positions` at every position, or that much more. */
export function globalAveragePoolGrad(dy: usize, dx: usize, adds: bool, positions: i32, c: i32, from: i32, to: i32): void {
  const step = <usize>c << 2;
  for (let image = from; image < to; image++) {
    const map = dx + <usize>(image * positions) * step, source = dy + <usize>image * step;
    for (let position = 0; position < positions; position++) {
      const row = map + <usize>position * step;
      for (let at: usize = 0; at < step; at += 4) {
        const value = load<f32>(source + at) / <f32>positions;
        store<f32>(row + at, adds ? load<f32>(row + at) + value : value);
      }
    }
  }
}
