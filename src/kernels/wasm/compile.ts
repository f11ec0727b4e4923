/** A routine as programs in a host's memory. */
import type { LabelledImages } from "../../core/images.ts";
import type { Arena, Call, Place, Routine } from "../routine/routine.ts";
import { writeCall } from "./calls.ts";
import type { Host } from "./host.ts";
import type { Ranges } from "./program.ts";
import { rangesOf, writeProgram } from "./program.ts";
import { WasmRoutine } from "./replay.ts";
import type { StepAddresses } from "./writer.ts";
import { ProgramWriter } from "./writer.ts";

export function compiled(
  host: Host,
  routine: Routine,
  images: LabelledImages,
  arenaAt: (arena: Arena) => number,
): WasmRoutine {
  const { memory } = host;
  const lent: number[] = [];
  const lend = (bytes: number) => {
    const address = memory.lend(bytes);
    lent.push(address);
    return address;
  };
  try {
    const buffers = routine.buffers.map((length) => lend(4 * length));
    const addressOf = ({ memory: name, offset }: Place) =>
      (typeof name === "number" ? buffers[name]! : arenaAt(name)) + 4 * offset;
    for (const { place, values } of routine.constants) memory.views.floats.set(values, addressOf(place) / 4);
    const imageBytes = imageBytesOf(routine);
    const step = lentStep(routine, imageBytes, lend);
    const programOf = (calls: readonly Call[]) => {
      const ranges = rangesFor(routine.batch, calls);
      const { sizes } = host;
      const reserve = (bytes: number) => host.reserve(bytes);
      const writer = new ProgramWriter({ batch: routine.batch, ranges, sizes, step, addressOf, lend, reserve });
      for (const call of calls) writeCall(writer, call);
      const program = writeProgram(memory, writer.schedule.groups(), ranges.perRange);
      lent.push(program);
      return program;
    };
    const programs = { prelude: programOf(routine.prelude), calls: programOf(routine.calls) };
    return new WasmRoutine(host, routine, images, { ...programs, step, imageBytes, addressOf, lent });
  } catch (error) {
    for (const address of lent) memory.giveBack(address);
    throw error;
  }
}

function lentStep({ batch, results }: Routine, imageBytes: number, lend: (bytes: number) => number): StepAddresses {
  return {
    samples: lend(16 * batch),
    labels: lend(4 * batch),
    pixels: lend(batch * imageBytes),
    settings: lend(12),
    results: lend(4 * results),
  };
}

/** Bytes of one of the images that the routine gathers; 0 where it gathers none. */
function imageBytesOf({ prelude, calls }: Routine): number {
  const sizes = [...prelude, ...calls].flatMap((call) => (call.op === "gather" ? [call.size] : []));
  const bytes = new Set(sizes.map(([height, width, channels]) => height * width * channels));
  if (bytes.size > 1) throw new RangeError(`wasm: a routine gathers images of ${[...bytes].join(" and ")} bytes`);
  return [...bytes][0] ?? 0;
}

/** A range's maps should stay in the second-level cache; and each range leaves as many sums as there are weights. */
const [fewImages, manyRanges] = [2, 32];

function rangesFor(batch: number, calls: readonly Call[]): Ranges {
  const even = Math.ceil(batch / manyRanges);
  const leavesSums = calls.some(({ op }) => op === "convFilterGrad");
  return rangesOf(batch, leavesSums ? even : Math.min(even, fewImages));
}
