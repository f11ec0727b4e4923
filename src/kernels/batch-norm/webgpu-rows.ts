/** How batch norm's kernels on WebGPU share `[rows, channels]` out: a workgroup takes some channels of a tile of rows. */

export interface Rows {
  readonly rows: number;
  /** What a thread reads at once: four channels or one. */
  readonly vector: "vec4f" | "f32";
  /** Vectors in a row. */
  readonly lanes: number;
  /** Lanes of a workgroup, beside each other; a divisor of `lanes`. */
  readonly across: number;
  /** Rows that a workgroup reads at once. */
  readonly down: number;
  readonly tileRows: number;
  readonly tiles: number;
}

/** Small, as what a workgroup shares is cleared before it starts; SwiftShader takes most of its time for that. */
const threads = 64;

/** Every workgroup merges the tiles' sums for itself: more would take it as long as its own rows. */
const mostMerged = 1024;

/** Rows of which a thread reads all numbers before it uses the first, so that it waits for memory once. */
const together = 4;

export function rowsOf({ rows, channels }: { readonly rows: number; readonly channels: number }): Rows {
  const four = channels % 4 === 0;
  const lanes = four ? channels / 4 : channels;
  // 128 bytes beside each other are what a GPU reads at once.
  let across = Math.min(lanes, four ? 8 : 32);
  while (lanes % across !== 0) across--;
  const down = Math.floor(threads / across);
  const mostTiles = Math.floor(mostMerged / across);
  const tiles = Math.min(Math.ceil(rows / (8 * down)), mostTiles);
  const tileRows = Math.ceil(rows / tiles / down) * down;
  return { rows, vector: four ? "vec4f" : "f32", lanes, across, down, tileRows, tiles: Math.ceil(rows / tileRows) };
}

export function workgroupsOf({ tiles, lanes, across }: Rows): readonly [number, number, number] {
  return [tiles, lanes / across, 1];
}

/** WGSL: how `main` begins, with `lane`, `line` (the thread's first row in its tile), and the tile's `first` and `end`. */
export function mainText({ rows, across, down, tileRows }: Rows): string {
  return `
@compute @workgroup_size(${across * down})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lane = group.y * ${across} + thread % ${across};
  let line = thread / ${across};
  let first = group.x * ${tileRows};
  let end = min(first + ${tileRows}, ${rows});`;
}

/** WGSL `totals`, to be called once: the sums of two vectors over the threads of a lane, in a fixed order. */
export function totalsText({ vector, across, down }: Rows): string {
  const count = across * down;
  const kept = across * Math.min(down, 8);
  return `
struct Pair { left: ${vector}, right: ${vector} }

var<workgroup> shares: array<Pair, ${count}>;

fn totals(thread: u32, left: ${vector}, right: ${vector}) -> Pair {
  shares[thread] = Pair(left, right);
  workgroupBarrier();
  if (thread < ${kept}) {
    var sum = Pair(left, right);
    for (var t = thread + ${kept}; t < ${count}; t += ${kept}) {
      sum.left += shares[t].left;
      sum.right += shares[t].right;
    }
    shares[thread] = sum;
  }
  workgroupBarrier();
  var total: Pair;
  for (var t = thread % ${across}; t < ${kept}; t += ${across}) {
    total.left += shares[t].left;
    total.right += shares[t].right;
  }
  return total;
}`;
}

/** WGSL over the thread's rows: `read` the numbers of row `k` of some, whose vector is `i{k}`, then `use` them. */
export function eachRow(
  { rows, lanes, down, tileRows }: Rows,
  read: (k: number) => string,
  use: (k: number) => string,
): string {
  const loop = (count: number) => {
    const each = Array.from({ length: count }, (_, k) => k);
    const indices = each.map((k) => `let i${k} = (row + ${k * down}) * ${lanes} + lane;`);
    const lines = [...indices, ...each.map(read), ...each.map(use)];
    return `  for (; row + ${(count - 1) * down} < end; row += ${count * down}) {\n    ${lines.join("\n    ")}\n  }`;
  };
  const even = rows % tileRows === 0 && tileRows % (together * down) === 0;
  return `  var row = first + line;\n${loop(together)}${even ? "" : `\n${loop(1)}`}`;
}
