/** `out = sum over part < count of parts[part * step ..]`, `length` numbers; the parts lie `step` bytes apart. */
export function sumParts(parts: usize, count: i32, step: usize, out: usize, length: i32): void {
  const size = <usize>length << 2, vectors = size & ~15;
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    let from = parts + at, sum = v128.load(from);
    for (let part = 1; part < count; part++) {
      from += step;
      sum = f32x4.add(sum, v128.load(from));
    }
    v128.store(out + at, sum);
  }
  for (; at < size; at += 4) {
    let from = parts + at, sum = load<f32>(from);
    for (let part = 1; part < count; part++) {
      from += step;
      sum += load<f32>(from);
    }
    store<f32>(out + at, sum);
  }
}
