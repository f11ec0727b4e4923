/** One cell of an FSP matrix taken apart: the two channel maps, their product, and the product's mean, which is the cell. */

/** What a network made of some images at the two taps of a pair, after resizing: `positions` is height * width. */
export interface PairMaps {
  readonly size: readonly [height: number, width: number];
  /** `[positions, channels1]`, the mean over the images. */
  readonly first: Float32Array;
  /** `[positions, channels2]`, the mean over the images. */
  readonly last: Float32Array;
  /**
   * `[positions, channels1, channels2]`, the products' mean over the images; null for one image, whose products are those of
   * `first` and `last`. The mean of products is not the product of means.
   */
  readonly products: Float32Array | null;
}

export interface Cell {
  /** `[height, width]` each. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly product: Float64Array;
  /** `G[row, column]`: the mean of `product` over the positions. */
  readonly mean: number;
}

/** Cell (row, column) of the matrix of shape `[channels1, channels2]`. */
export function cellOf(maps: PairMaps, shape: readonly [number, number], row: number, column: number): Cell {
  const [rows, columns] = shape;
  if (!(row >= 0 && row < rows && column >= 0 && column < columns)) {
    throw new RangeError(`cell: (${row}, ${column}) is not in a matrix of [${shape}]`);
  }
  const positions = maps.size[0] * maps.size[1];
  const first = Float64Array.from({ length: positions }, (_, p) => maps.first[p * rows + row]!);
  const last = Float64Array.from({ length: positions }, (_, p) => maps.last[p * columns + column]!);
  const { products } = maps;
  const product = products
    ? Float64Array.from({ length: positions }, (_, p) => products[(p * rows + row) * columns + column]!)
    : first.map((value, p) => value * last[p]!);
  return { first, last, product, mean: product.reduce((sum, value) => sum + value, 0) / positions };
}

export interface Standing {
  /** Student minus teacher. */
  readonly difference: number;
  /** The cell's part of the pair's loss, a fraction; 0 where there is no loss. */
  readonly share: number;
  /** 1 for the largest absolute difference; equal ones share a rank. */
  readonly rank: number;
  readonly of: number;
}

/**
 * How one cell, by its index in the row-major matrix, stands among the others. `losses` holds each cell's part
 * of the loss, the mean over the images: for several images a squared difference is more than the square of the means'.
 */
export function standingOf(
  student: Float32Array,
  teacher: Float32Array,
  losses: Float32Array,
  index: number,
): Standing {
  const difference = student[index]! - teacher[index]!;
  let [total, above] = [0, 0];
  for (const [i, loss] of losses.entries()) {
    total += loss;
    if (Math.abs(student[i]! - teacher[i]!) > Math.abs(difference)) above++;
  }
  return { difference, share: total > 0 ? losses[index]! / total : 0, rank: above + 1, of: losses.length };
}
