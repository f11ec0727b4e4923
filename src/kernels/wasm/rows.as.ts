/**
 * Which row of a stack of matrices belongs to an image of the batch: its place in the batch where `variants` is 0, else
 * `image * variants + (flipped ? 1 : 0)`, by the step's `samples` `[batch, 4]`: image, down, right, flipped; with one variant
 * `image`.
 */
export function rowOf(samples: usize, variants: i32, place: i32): i32 {
  if (variants == 0) return place;
  const sample = samples + (<usize>place << 4);
  return load<i32>(sample) * variants + (variants == 2 ? load<i32>(sample, 12) : 0);
}
