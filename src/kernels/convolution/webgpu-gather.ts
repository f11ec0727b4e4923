/**
 * Maps gathered from maps, without workgroup memory: each thread holds a block of the target in registers, walks over
 * the source's channels, and uses what it loads for every product of the block. Neighbouring threads have the same places
 * and neighbouring channels: they read the same numbers of the source, and whole lines of the kernel and the target.
 */
import type { Place } from "../routine/routine.ts";
import type { Dispatch } from "../webgpu/dispatch.ts";
import { dispatchOf } from "../webgpu/wgsl.ts";
import type { Axis, Term } from "./webgpu-axis.ts";
import { alwaysInside, offsetsOf, range, shifted } from "./webgpu-axis.ts";
import type { Lanes } from "./webgpu-vectors.ts";
import { laneOf, lanesOf, typeOf, vectorArray } from "./webgpu-vectors.ts";

export interface Gather {
  readonly label: string;
  readonly batch: number;
  readonly rows: Axis;
  readonly columns: Axis;
  readonly source: Place;
  readonly sourceChannels: number;
  readonly target: Place;
  readonly targetChannels: number;
  /** Channels of the target that one thread computes; whole vectors, a divisor. */
  readonly channelBlock: number;
  readonly kernel: Place;
  readonly kernelSize: readonly [height: number, width: number];
  /** Which channels the kernel's last axis has: `[kh, kw, source, target]` or `[kh, kw, target, source]`. */
  readonly kernelEndsIn: "target" | "source";
  readonly bias: Place | null;
  readonly residual: Place | null;
  readonly relu: boolean;
  readonly adds: boolean;
}

const threadsPerGroup = 64;

/** The kernel's last axis is what its vectors go along. */
function lanesOfKernel({ kernelEndsIn, sourceChannels, targetChannels }: Gather): Lanes {
  return lanesOf(kernelEndsIn === "target" ? targetChannels : sourceChannels);
}

export function threadsOf({ batch, rows, columns, targetChannels, channelBlock }: Gather): number {
  return (batch * rows.blocks * columns.blocks * targetChannels) / channelBlock;
}

export function gatherDispatch(gather: Gather): Dispatch {
  const { source, kernel, target, bias, residual } = gather;
  const groups = Math.ceil(threadsOf(gather) / threadsPerGroup);
  const across = Math.min(groups, 32_768);
  const [from, to] = [lanesOf(gather.sourceChannels), lanesOf(gather.targetChannels)];
  return dispatchOf(
    gather.label,
    [across, Math.ceil(groups / across), 1],
    {
      source: vectorArray(source, from),
      kernel: vectorArray(kernel, lanesOfKernel(gather)),
      result: vectorArray(target, to, "read_write"),
      bias: bias && vectorArray(bias, to),
      residual: residual && vectorArray(residual, to),
    },
    mainOf(gather, across),
  );
}

/** `across`: the workgroups in a row of the dispatch. What every index is a remainder of bounds it (`vectorArray`). */
function mainOf(gather: Gather, across: number): string {
  const { batch, rows, columns, targetChannels } = gather;
  const [type, chunks] = [typeOf(lanesOf(targetChannels)), targetChannels / lanesOf(targetChannels)];
  const threadsPerBlock = targetChannels / gather.channelBlock;
  return `@compute @workgroup_size(${threadsPerGroup})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let thread = (workgroup.y * ${across}u + workgroup.x) * ${threadsPerGroup}u + local;
  if (thread >= ${threadsOf(gather)}u) { return; }
  let chunk = thread % ${threadsPerBlock}u;
  let block = thread / ${threadsPerBlock}u;
  let column = block % ${columns.blocks}u;
  let row = block / ${columns.blocks}u % ${rows.blocks}u;
  let image = block / ${columns.blocks * rows.blocks}u % ${batch}u;
${sumsOf(gather)
  .map((sum) => `  var ${sum} = ${type}();\n`)
  .join("")}${columnPlaces(gather)}${rowPasses(gather)}
  let corner = ((image * ${rows.target}u + row * ${rows.block}u) * ${columns.target}u + column * ${columns.block}u) * ${chunks}u + chunk;
${results(gather)}
}
`;
}

/** A thread has the vector `chunk` of the target's channels, and those that follow it at this distance. */
function chunksOf({ targetChannels, channelBlock }: Gather) {
  const distance = targetChannels / channelBlock;
  return range(channelBlock / lanesOf(targetChannels)).map((index) => ({ index, offset: index * distance }));
}

const sumAt = (row: number, column: number, chunk: number) => `sum_${row}_${column}_${chunk}`;

/** The places of a block that anything reaches: at a stride, not all of an input's. */
function reached({ rows, columns }: Gather): readonly (readonly [row: number, column: number])[] {
  const [vertical, horizontal] = [rows, columns].map(({ terms }) => [...new Set(terms.map(({ at }) => at))]);
  return vertical!.flatMap((row) => horizontal!.map((column) => [row, column] as const));
}

function sumsOf(gather: Gather): readonly string[] {
  return reached(gather).flatMap(([row, column]) => chunksOf(gather).map(({ index }) => sumAt(row, column, index)));
}

/** Where each of the block's columns of the source begins in its row, and whether it is inside; -1 wraps to far outside. */
function columnPlaces({ columns, sourceChannels }: Gather): string {
  const vectors = sourceChannels / lanesOf(sourceChannels);
  return offsetsOf(columns)
    .map((offset, index) => {
      const place = shifted(`column * ${columns.step}u`, offset);
      if (alwaysInside(columns, offset)) return `  let place${index} = (${place}) * ${vectors}u;\n`;
      return `  let inside${index} = ${place} < ${columns.source}u;
  let place${index} = min(${place}, ${columns.source - 1}u) * ${vectors}u;\n`;
    })
    .join("");
}

/** Walks over the rows of the source that the block needs. */
function rowPasses(gather: Gather): string {
  const { rows } = gather;
  const [first, second] = rows.terms;
  if (rows.block === 1 && first && second) {
    // One row of the target: its taps are a loop, upwards in a convolution, downwards in a gradient.
    const sign = second.offset > first.offset ? "+" : "-";
    return `  for (var tap = 0u; tap < ${rows.terms.length}u; tap++) {
    let y = ${shifted(`row * ${rows.step}u`, first.offset)} ${sign} tap;
${rowPass(gather, [{ at: 0, tap: "tap" }])}
  }`;
  }
  return offsetsOf(rows)
    .map((offset) => {
      const terms = rows.terms.filter((term) => term.offset === offset);
      return `  {
    let y = ${shifted(`row * ${rows.step}u`, offset)};
${rowPass(
  gather,
  terms.map(({ at, tap }) => ({ at, tap: `${tap}u` })),
)}
  }`;
    })
    .join("\n");
}

/** All products of the source's row `y` with the rows `tap` of the kernel, for the block's rows `at`. */
function rowPass(gather: Gather, uses: readonly { at: number; tap: string }[]): string {
  const { rows, columns, sourceChannels } = gather;
  const lanes = lanesOf(sourceChannels);
  const vectors = sourceChannels / lanes;
  const loads = offsetsOf(columns).map((offset, index) => {
    const load = `source[start + place${index} + c]`;
    return `      let x${index} = ${alwaysInside(columns, offset) ? load : `select(${typeOf(lanes)}(), ${load}, inside${index})`};`;
  });
  const products = uses.flatMap(({ at, tap }) =>
    range(gather.kernelSize[1]).flatMap((tapColumn) => {
      const terms = columns.terms.filter((term) => term.tap === tapColumn);
      return terms.length === 0 ? [] : [tapProducts(gather, at, tap, tapColumn, terms)];
    }),
  );
  return `    if (y < ${rows.source}u) {
      let start = (image * ${rows.source}u + min(y, ${rows.source - 1}u)) * ${columns.source * vectors}u;
      for (var c = 0u; c < ${vectors}u; c++) {
${loads.join("\n")}
${products.join("\n")}
      }
    }`;
}

/** One tap: its weights, and for each the products with all columns that the tap reaches. */
function tapProducts(gather: Gather, row: number, tap: string, tapColumn: number, terms: readonly Term[]): string {
  const { columns } = gather;
  const [from, to] = [lanesOf(gather.sourceChannels), lanesOf(gather.targetChannels)];
  const indexOf = new Map(offsetsOf(columns).map((offset, index) => [offset, index]));
  const { loads, weight } = gather.kernelEndsIn === "target" ? straight(gather) : turned(gather);
  const lines = range(from).flatMap((lane) =>
    chunksOf(gather).flatMap((chunk) => [
      `let w${lane}_${chunk.index} = ${weight(lane, chunk)};`,
      ...terms.map(({ at, offset }) => {
        const [sum, x] = [sumAt(row, at, chunk.index), laneOf(`x${indexOf.get(offset)}`, from, lane)];
        return `${sum} = fma(${typeOf(to)}(${x}), w${lane}_${chunk.index}, ${sum});`;
      }),
    ]),
  );
  const plane = gather.sourceChannels * gather.targetChannels;
  return `        {
          let plane = (${tap} * ${gather.kernelSize[1]}u + ${tapColumn}u) * ${plane / lanesOfKernel(gather)}u;
${[...loads, ...lines].map((line) => `          ${line}`).join("\n")}
        }`;
}

type Chunk = ReturnType<typeof chunksOf>[number];

interface Weights {
  /** What is to be loaded before any weight is asked for. */
  readonly loads: readonly string[];
  /** The weights from the source's channel `c * lanes + lane` to the channels of a vector of the target. */
  readonly weight: (lane: number, chunk: Chunk) => string;
}

function straight({ sourceChannels, targetChannels }: Gather): Weights {
  const [from, vectors] = [lanesOf(sourceChannels), targetChannels / lanesOf(targetChannels)];
  const weight = (lane: number, { offset }: Chunk) =>
    `kernel[plane + (c * ${from}u + ${lane}u) * ${vectors}u + chunk + ${offset}u]`;
  return { loads: [], weight };
}

function turned(gather: Gather): Weights {
  const [from, to] = [lanesOf(gather.sourceChannels), lanesOf(gather.targetChannels)];
  const vectors = gather.sourceChannels / from;
  const loads = chunksOf(gather).flatMap(({ index, offset }) =>
    range(to).map(
      (lane) => `let k${index}_${lane} = kernel[plane + (chunk * ${to}u + ${offset * to + lane}u) * ${vectors}u + c];`,
    ),
  );
  const weight = (lane: number, { index }: Chunk) => {
    const factors = range(to).map((targetLane) => laneOf(`k${index}_${targetLane}`, from, lane));
    return `${typeOf(to)}(${factors.join(", ")})`;
  };
  return { loads, weight };
}

/** Writes the block, without what is past the map's end. */
function results(gather: Gather): string {
  const { rows, columns, targetChannels } = gather;
  const vectors = targetChannels / lanesOf(targetChannels);
  const written = new Set(sumsOf(gather));
  const overhangs = (axis: Axis, at: number) => axis.blocks * axis.block - axis.target > axis.block - 1 - at;
  return (
    range(rows.block)
      .flatMap((row) => range(columns.block).map((column) => [row, column] as const))
      // What nothing reaches gets nothing added.
      .filter(([row, column]) => !gather.adds || written.has(sumAt(row, column, 0)))
      .map(([row, column]) => {
        const inside = [
          ...(overhangs(rows, row) ? [`row * ${rows.block}u + ${row}u < ${rows.target}u`] : []),
          ...(overhangs(columns, column) ? [`column * ${columns.block}u + ${column}u < ${columns.target}u`] : []),
        ];
        const writes = chunksOf(gather).map(({ index, offset }) => {
          const sum = sumAt(row, column, index);
          const at = `corner + ${(row * columns.target + column) * vectors + offset}u`;
          return resultAt(gather, at, `chunk + ${offset}u`, written.has(sum) ? sum : null);
        });
        return `  ${inside.length > 0 ? `if (${inside.join(" && ")}) ` : ""}{ ${writes.join(" ")} }`;
      })
      .join("\n")
  );
}

function resultAt(gather: Gather, at: string, chunk: string, sum: string | null): string {
  const zero = `${typeOf(lanesOf(gather.targetChannels))}()`;
  const addends = [
    sum ?? zero,
    ...(gather.bias ? [`bias[${chunk}]`] : []),
    ...(gather.residual ? [`residual[${at}]`] : []),
    ...(gather.adds ? [`result[${at}]`] : []),
  ].join(" + ");
  // Not max(), which may turn NaN into 0, and so hide from the lab that a run has failed.
  return gather.relu
    ? `{ let value = ${addends}; result[${at}] = select(value, ${zero}, value < ${zero}); }`
    : `result[${at}] = ${addends};`;
}
