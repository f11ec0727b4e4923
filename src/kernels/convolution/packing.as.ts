/**
 * Packs a filter for `productsOfPacked` and `directConv`: as a matrix `[rows * columns * inputs, outputs]` in blocks of eight
 * columns, the last of four where at most four are left, each block in one piece; zeros fill it up. The steps, in bytes and
 * perhaps negative, say where the filter's next row, column, input and output lie.
 */
export function packFilter(
  filter: usize, rowStep: i32, columnStep: i32, inputStep: i32, outputStep: i32,
  rows: i32, columns: i32, inputs: i32, outputs: i32, out: usize,
): void {
  for (let first = 0; first < outputs; first += 8) {
    const width = outputs - first > 4 ? 8 : 4, known = min(width, outputs - first);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        for (let a = 0; a < inputs; a++) {
          const from = filter + <usize>(y * rowStep + x * columnStep + a * inputStep + first * outputStep);
          for (let b = 0; b < width; b++) {
            store<f32>(out, b < known ? load<f32>(from + <usize>(b * outputStep)) : 0);
            out += 4;
          }
        }
      }
    }
  }
}
