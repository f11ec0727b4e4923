/** What the convolution's calls become on the wasm machine. */
import type { CallOf } from "../routine/routine.ts";
import type { Prepared, ProgramWriter } from "../wasm/writer.ts";
import { known } from "../wasm/writer.ts";
import type { Pass } from "./wasm-passes.ts";
import {
  convolving,
  convolvingScratch,
  filterGradient,
  filterGradientScratch,
  forwardPass,
  inputGradientPasses,
  leavesPlaces,
  packedSize,
  packing,
} from "./wasm-passes.ts";

export function writeConv(writer: ProgramWriter, call: CallOf<"conv">): void {
  const { x, kernel, y, bias, residual, relu } = call;
  const pass = forwardPass(call.window);
  const { address, shared } = packed(writer, pass, kernel);
  const operands = {
    x: writer.at(x),
    packed: address,
    y: writer.at(y),
    bias: writer.at(bias),
    residual: writer.at(residual),
    relu,
  };
  const uses = { reads: known(x, residual), writes: [y], whole: known(bias, shared) };
  writer.perImage(convolving(pass, operands), uses, convolvingScratch(writer.surroundings.sizes, pass));
}

export function writeConvInputGrad(writer: ProgramWriter, call: CallOf<"convInputGrad">): void {
  const { dy, kernel, dx, window } = call;
  const passes = inputGradientPasses(window);
  const uses = { reads: [dy], writes: [dx.place], whole: [] };
  const y = writer.at(dx.place);
  if (!dx.adds && leavesPlaces(passes, window)) {
    const bytes = (4 * dx.place.length) / writer.surroundings.batch;
    writer.perImage({ kernel: "clear", args: [y, bytes] }, uses);
  }
  for (const pass of passes) {
    // Adding to what is there is having it for a residual.
    const { address, shared } = packed(writer, pass, kernel);
    const operands = {
      x: writer.at(dy),
      packed: address,
      y,
      bias: 0,
      residual: dx.adds ? y : 0,
      relu: false,
    };
    writer.perImage(
      convolving(pass, operands),
      { ...uses, whole: known(shared) },
      convolvingScratch(writer.surroundings.sizes, pass),
    );
  }
}

/** A filter that is made ready for a pass, in time. */
function packed(writer: ProgramWriter, pass: Pass, kernel: CallOf<"conv">["kernel"]): Prepared {
  writer.surroundings.reserve(packingScratch);
  return writer.prepared(packedSize(pass), kernel, (address) => packing(pass, writer.at(kernel), address));
}

/** Bytes; more than the 6x6 vectors that `winogradFilter` takes. */
const packingScratch = 1024;

/** So many numbers of a filter are added up at once: enough to be worth a task. */
const block = 4096;

export function writeConvFilterGrad(writer: ProgramWriter, call: CallOf<"convFilterGrad">): void {
  const { x, dy, dkernel, window } = call;
  const bytes = 4 * dkernel.length;
  const target = writer.at(dkernel);
  writer.summed(
    bytes,
    (parts) => filterGradient(window, writer.at(x), writer.at(dy), parts),
    { reads: [x, dy], writes: [], whole: [] },
    filterGradientScratch(writer.surroundings.sizes, window),
    (parts, count) =>
      Array.from({ length: Math.ceil(dkernel.length / block) }, (_, index) => {
        const from = 4 * index * block;
        const length = Math.min(block, dkernel.length - index * block);
        return { kernel: "sumParts", args: [parts + from, count, bytes, target + from, length] };
      }),
    dkernel,
  );
}
