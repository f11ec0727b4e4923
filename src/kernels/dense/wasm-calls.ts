/** What a dense layer's calls become on the wasm machine. */
import type { CallOf } from "../routine/routine.ts";
import type { ProgramWriter } from "../wasm/writer.ts";
import { known } from "../wasm/writer.ts";

export function writeDense(writer: ProgramWriter, { x, kernel, bias, y, inputs, units }: CallOf<"dense">): void {
  writer.perImage(
    { kernel: "dense", args: [...[x, kernel, bias, y].map((place) => writer.at(place)), inputs, units] },
    { reads: [x], writes: [y], whole: known(kernel, bias) },
  );
}

export function writeDenseGrad(writer: ProgramWriter, call: CallOf<"denseGrad">): void {
  const { x, kernel, dy, dx, dkernel, dbias, inputs, units } = call;
  if (dx) {
    writer.perImage(
      { kernel: "denseInputGrad", args: [writer.at(dy), writer.at(kernel), ...writer.sink(dx), inputs, units] },
      { reads: [dy], writes: [dx.place], whole: [kernel] },
    );
  }
  const addresses = [x, dy, dkernel, dbias].map((place) => writer.at(place));
  writer.later(
    { kernel: "denseKernelGrad", args: [...addresses, inputs, units, writer.surroundings.batch] },
    { reads: [x, dy], writes: known(dkernel, dbias) },
  );
}
