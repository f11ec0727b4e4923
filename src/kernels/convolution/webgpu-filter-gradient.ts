/**
 * The gradient of a convolution in its kernel, without atomics, so that the same numbers are added in the same order every
 * time. The rows of all images are cut into slabs. Each thread walks over one slab with one row of the kernel, a few
 * channels of x and a few of dy, and keeps the sums of their products in registers; `webgpu-slab-sums.ts` adds up what the
 * slabs gave.
 */
import type { CallOf, Place } from "../routine/routine.ts";
import type { Dispatch } from "../webgpu/dispatch.ts";
import { dispatchOf } from "../webgpu/wgsl.ts";
import type { Axis } from "./webgpu-axis.ts";
import { alwaysInside, forwardAxis, offsetsOf, range, shifted, sizesOf } from "./webgpu-axis.ts";
import { laneOf, lanesOf, typeOf, vectorArray } from "./webgpu-vectors.ts";

/** What one thread takes: channels of x and of dy, divisors made of whole vectors, and rows of dy. */
export interface SlabTile {
  readonly inputs: number;
  readonly outputs: number;
  readonly rows: number;
}

interface Slabs {
  readonly call: CallOf<"convFilterGrad">;
  readonly batch: number;
  readonly tile: SlabTile;
  /** dy's columns in blocks: one turn of the loop each. */
  readonly columns: Axis;
}

const threadsPerGroup = 64;
const columnsPerTurn = 4;

export function slabsOf(call: CallOf<"convFilterGrad">, batch: number, { rows }: SlabTile): number {
  return Math.ceil((batch * call.window.output[0]) / rows);
}

/** The threads that share a slab. */
export function threadsPerSlab(
  { window }: CallOf<"convFilterGrad">,
  { inputs, outputs }: Omit<SlabTile, "rows">,
): number {
  return (window.kernel[0] * window.input[2] * window.output[2]) / (inputs * outputs);
}

/** `partials` gets `[slabs, kh, kw, ci, co]`. */
export function slabDispatch(call: CallOf<"convFilterGrad">, batch: number, tile: SlabTile, partials: Place): Dispatch {
  const { window, x, dy } = call;
  const groups = Math.ceil((slabsOf(call, batch, tile) * threadsPerSlab(call, tile)) / threadsPerGroup);
  const across = Math.min(groups, 32_768);
  const [inputLanes, outputLanes] = [lanesOf(window.input[2]), lanesOf(window.output[2])];
  const columns = forwardAxis(sizesOf(window, 1), columnsPerTurn);
  return dispatchOf(
    "convFilterGrad",
    [across, Math.ceil(groups / across), 1],
    {
      x: vectorArray(x, inputLanes),
      dy: vectorArray(dy, outputLanes),
      partials: vectorArray(partials, outputLanes, "read_write"),
    },
    mainOf({ call, batch, tile, columns }, across),
  );
}

/** `across`: the workgroups in a row of the dispatch. What every index is a remainder of bounds it (`vectorArray`). */
function mainOf(spec: Slabs, across: number): string {
  const { call, batch, tile, columns } = spec;
  const { input, output, kernel, strides, pad } = call.window;
  const [height, outHeight] = [input[0], output[0]];
  const [inputVectors, outputVectors] = [input[2] / lanesOf(input[2]), output[2] / lanesOf(output[2])];
  const [inputTiles, outputTiles] = [input[2] / tile.inputs, output[2] / tile.outputs];
  const [slabs, threads] = [slabsOf(call, batch, tile), threadsPerSlab(call, tile)];
  const lines = batch * outHeight;
  return `@compute @workgroup_size(${threadsPerGroup})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let thread = (workgroup.y * ${across}u + workgroup.x) * ${threadsPerGroup}u + local;
  if (thread >= ${slabs * threads}u) { return; }
  let output = thread % ${outputTiles}u * ${tile.outputs / lanesOf(output[2])}u;
  let input = thread / ${outputTiles}u % ${inputTiles}u * ${tile.inputs / lanesOf(input[2])}u;
  let tap = thread / ${outputTiles * inputTiles}u % ${kernel[0]}u;
  let slab = thread / ${threads}u % ${slabs}u;
${sumsOf(spec)
  .map(({ name }) => `  var ${name} = ${typeOf(lanesOf(output[2]))}();\n`)
  .join("")}
  for (var step = 0u; step < ${tile.rows}u; step++) {
    let line = slab * ${tile.rows}u + step;
    let y = ${shifted(`line % ${outHeight}u * ${strides[0]}u + tap`, -pad[0])};
    if (line < ${lines}u && y < ${height}u) {
      let start = (line / ${outHeight}u % ${batch}u * ${height}u + min(y, ${height - 1}u)) * ${columns.source * inputVectors}u + input;
      let slope = line % ${lines}u * ${columns.target * outputVectors}u + output;
${rowPass(spec)}
    }
  }
  let corner = ((slab * ${kernel[0]}u + tap) * ${kernel[1] * input[2]}u + input * ${lanesOf(input[2])}u) * ${outputVectors}u + output;
${sumsOf(spec)
  .map(({ name, tap, channel, vector }) => {
    const offset = (tap * input[2] + channel) * outputVectors + vector;
    return `  partials[corner + ${offset}u] = ${name};`;
  })
  .join("\n")}
}
`;
}

/** One for each of the kernel's columns, channel of x, and vector of dy's channels. */
function sumsOf({ call, tile }: Slabs) {
  const { kernel, output } = call.window;
  return range(kernel[1]).flatMap((tap) =>
    range(tile.inputs).flatMap((channel) =>
      range(tile.outputs / lanesOf(output[2])).map((vector) => ({
        name: `sum_${tap}_${channel}_${vector}`,
        tap,
        channel,
        vector,
      })),
    ),
  );
}

/** Along one row of dy. Columns of x that the next turn needs too are handed on, not loaded again. */
function rowPass(spec: Slabs): string {
  const { call, tile, columns } = spec;
  const { input, output } = call.window;
  const [lanes, outputLanes] = [lanesOf(input[2]), lanesOf(output[2])];
  const [inputVectors, outputVectors] = [input[2] / lanes, output[2] / outputLanes];
  const offsets = offsetsOf(columns);
  const name = (offset: number, vector: number) => `x${offsets.indexOf(offset)}_${vector}`;
  const perThread = range(tile.inputs / lanes);
  const handedOn = offsets.filter((offset) => offsets.includes(offset + columns.step));

  const load = (place: string, inside: boolean, vector: number) => {
    if (inside) return `x[start + (${place}) * ${inputVectors}u + ${vector}u]`;
    const bounded = `x[start + min(${place}, ${columns.source - 1}u) * ${inputVectors}u + ${vector}u]`;
    return `select(${typeOf(lanes)}(), ${bounded}, ${place} < ${columns.source}u)`;
  };
  const first = handedOn.flatMap((offset) =>
    perThread.map((vector) => {
      const outside = offset < 0 || offset >= columns.source;
      return `var ${name(offset, vector)} = ${outside ? `${typeOf(lanes)}()` : load(`${offset}u`, true, vector)};`;
    }),
  );
  const fresh = offsets
    .filter((offset) => !handedOn.includes(offset))
    .flatMap((offset) =>
      perThread.map((vector) => {
        const place = shifted(`column * ${columns.step}u`, offset);
        return `let ${name(offset, vector)} = ${load(place, alwaysInside(columns, offset), vector)};`;
      }),
    );
  const products = range(columns.block).flatMap((at) => {
    const place = `column * ${columns.block}u + ${at}u`;
    const slopes = range(tile.outputs / outputLanes).map((vector) => {
      const exists = (columns.blocks - 1) * columns.block + at < columns.target;
      const bounded = exists ? `(${place})` : `min(${place}, ${columns.target - 1}u)`;
      const loaded = `dy[slope + ${bounded} * ${outputVectors}u + ${vector}u]`;
      const value = exists ? loaded : `select(${typeOf(outputLanes)}(), ${loaded}, ${place} < ${columns.target}u)`;
      return `let d${at}_${vector} = ${value};`;
    });
    const terms = columns.terms.filter((term) => term.at === at);
    const sums = sumsOf(spec).flatMap((sum) =>
      terms
        .filter((term) => term.tap === sum.tap)
        .map(({ offset }) => {
          const factor = laneOf(name(offset, Math.floor(sum.channel / lanes)), lanes, sum.channel % lanes);
          return `${sum.name} = fma(${typeOf(outputLanes)}(${factor}), d${at}_${sum.vector}, ${sum.name});`;
        }),
    );
    return [...slopes, ...sums];
  });
  const handed = handedOn.flatMap((offset) =>
    perThread.map((vector) => `${name(offset, vector)} = ${name(offset + columns.step, vector)};`),
  );
  const indented = (lines: readonly string[], indent: string) => lines.map((line) => `${indent}${line}\n`).join("");
  return `${indented(first, "      ")}      for (var column = 0u; column < ${columns.blocks}u; column++) {
${indented([...fresh, ...products, ...handed], "        ")}      }`;
}
