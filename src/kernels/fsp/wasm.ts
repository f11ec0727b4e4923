/** FSP on wasm: `fsp.as.ts`. */
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";
import type { FspInputs } from "./kernel.ts";
import { fspLossKernel, fspMatricesGradKernel, fspMatricesKernel } from "./kernel.ts";

export function registerWasmFsp(heap: Heap): void {
  registerKernel(fspMatricesKernel, "wasm", ({ first, last }) => {
    const matrices = heap.output([first.shape[0], first.shape[3], last.shape[3]]);
    const maps = mapsOf(heap, { first, last });
    heap.withScratch(scratchFor(heap, { first, last }), (scratch) =>
      heap.kernels.fspMatrices(...maps, heap.address(matrices), 0, 0, 0, first.shape[0], scratch),
    );
    return [matrices];
  });

  registerKernel(fspMatricesGradKernel, "wasm", ({ dy, first, last }) => {
    const [dfirst, dlast] = [heap.output(first.shape), heap.output(last.shape)];
    const maps = mapsOf(heap, { first, last });
    const sinks = [heap.address(dfirst), 0, heap.address(dlast), 0];
    heap.withScratch(scratchFor(heap, { first, last }), (scratch) =>
      heap.kernels.fspMatricesGrad(heap.address(dy), ...maps, ...sinks, 0, first.shape[0], scratch),
    );
    return [dfirst, dlast];
  });

  registerKernel(fspLossKernel, "wasm", ({ student, teacher }) => {
    const [loss, slope] = [heap.output([]), heap.output(student.shape)];
    const addresses = [student, teacher, loss, slope].map((tensor) => heap.address(tensor));
    heap.kernels.fspLoss(...addresses, student.shape[0], student.size);
    return [loss, slope];
  });
}

/** As `fsp.as.ts` takes them: each map's address and size. */
function mapsOf(heap: Heap, { first, last }: FspInputs): number[] {
  return [first, last].flatMap((map) => [heap.address(map), ...map.shape.slice(1)]);
}

function scratchFor(heap: Heap, { first, last }: FspInputs): number {
  return heap.kernels.fspScratch(...first.shape.slice(1), ...last.shape.slice(1));
}
