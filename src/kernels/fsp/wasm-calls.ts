/** What the calls about FSP matrices become on the wasm machine. */
import type { CallOf, Rows } from "../routine/routine.ts";
import type { ProgramWriter } from "../wasm/writer.ts";
import { bitsOf, known } from "../wasm/writer.ts";

export function writeFsp(writer: ProgramWriter, call: CallOf<"fsp">): void {
  const { first, last, matrices, rows } = call;
  const rowArguments = [writer.surroundings.step.samples, variantsOf(rows)];
  writer.perImage(
    { kernel: "fspMatrices", args: [...mapsOf(writer, call), writer.at(matrices), ...rowArguments] },
    { reads: [first, last], writes: [matrices], whole: [] },
    scratchFor(writer, call),
  );
}

export function writeFspGrad(writer: ProgramWriter, call: CallOf<"fspGrad">): void {
  const { slope, first, last, dfirst, dlast } = call;
  const sinks = [...writer.sink(dfirst), ...writer.sink(dlast)];
  writer.perImage(
    { kernel: "fspMatricesGrad", args: [writer.at(slope), ...mapsOf(writer, call), ...sinks] },
    { reads: [slope, first, last], writes: known(dfirst && dfirst.place, dlast && dlast.place), whole: [] },
    scratchFor(writer, call),
  );
}

export function writeFspLoss(writer: ProgramWriter, call: CallOf<"fspLoss">): void {
  const { student, teacher, teacherRows, cells, slope, scale, losses } = call;
  const { samples, results } = writer.surroundings.step;
  const args = [student, teacher].map((place) => writer.at(place));
  args.push(cells, writer.at(slope), bitsOf(scale), results + 4 * losses, samples, variantsOf(teacherRows));
  // A teacher's row belongs to an image, as the batch's own do, wherever in the cache it lies.
  writer.perImage({ kernel: "fspLosses", args }, { reads: [student, teacher], writes: [slope], whole: [] });
}

function mapsOf(writer: ProgramWriter, { first, firstSize, last, lastSize }: CallOf<"fsp"> | CallOf<"fspGrad">) {
  return [writer.at(first), ...firstSize, writer.at(last), ...lastSize];
}

function scratchFor(writer: ProgramWriter, { firstSize, lastSize }: CallOf<"fsp"> | CallOf<"fspGrad">): number {
  return writer.surroundings.sizes.fspScratch(...firstSize, ...lastSize);
}

/** 0 where an image's row is its place in the batch. */
function variantsOf(rows: Rows): number {
  return rows === "batch" ? 0 : rows.variants;
}
