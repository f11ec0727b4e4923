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

/** Rows of which a thread reads all numbers before it uses the first, so that it waits for memory once. */
const together = 4;

export function rowsOf({ rows, channels }: { readonly rows: number; readonly channels: number }): Rows {
  const four = channels % 4 === 0;
  const lanes = four ? channels / 4 : channels;
  // 128 bytes beside each other are what a GPU reads at once.
  let across = Math.min(lanes, four ? 8 : 32);
  while (lanes % across !== 0) across--;
  const down = Math.floor(threads / across);
  // Every workgroup merges what all tiles gave, two vectors each: so many take a thread as long as its own rows.
  const wanted = 2 ** Math.max(0, Math.floor(Math.log2(rows / 2) / 2));
  const tileRows = Math.ceil(rows / wanted / down) * down;
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

/**
 * WGSL `total(thread, part)`: for the first thread of a lane the sum over all of them, in a fixed order, for the others
 * nothing; a barrier goes between calls. The first thread alone may go on to write where it read: `parts[thread]` and
 * `parts[across + thread]`. SwiftShader compiles two sums through one array in a third of the time that an array of pairs
 * takes, and runs them faster where few threads read.
 */
export function totalText({ vector, across, down }: Rows): string {
  return `
var<workgroup> parts: array<${vector}, ${across * down}>;

fn total(thread: u32, part: ${vector}) -> ${vector} {
  parts[thread] = part;
  workgroupBarrier();
  var sum = part;
  if (thread < ${across}) {
    for (var t = thread + ${across}; t < ${across * down}; t += ${across}) { sum += parts[t]; }
  }
  return sum;
}`;
}

type Line = (k: number) => string;

/** WGSL over the thread's rows: `read` the numbers of row `k` of some, whose vector is `i{k}`, then `use` them. */
export function eachRow({ rows, lanes, down, tileRows }: Rows, read: Line, use: Line): string {
  const loop = (count: number) => {
    const each = Array.from({ length: count }, (_, k) => k);
    const vectors = each.map((k) => `let i${k} = (row + ${k * down}) * ${lanes} + lane;`);
    return `  for (; row + ${(count - 1) * down} < end; row += ${count * down}) {
    ${[...vectors, ...each.map(read), ...each.map(use)].join("\n    ")}
  }`;
  };
  const even = rows % tileRows === 0 && tileRows % (together * down) === 0;
  return `  var row = first + line;\n${loop(together)}${even ? "" : `\n${loop(1)}`}`;
}

/** WGSL over every tile's sums for the thread to merge; a count that is known, so that compilers may unroll it. */
export function eachTile({ tiles, down }: Rows, body: string): string {
  return `  for (var t = 0u; t < ${Math.ceil(tiles / down)}; t++) {
    let tile = line + t * ${down};
    ${tiles % down === 0 ? "" : `if (tile >= ${tiles}) { break; }`}
${body}
  }`;
}
