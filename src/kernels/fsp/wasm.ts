/** FSP on wasm: `fsp.as.ts`. */
import { registerKernel } from "../registry.ts";
import type { Heap } from "../wasm/heap.ts";
import type { FspInputs } from "./kernel.ts";
import { fspLossKernel, fspMatricesGradKernel, fspMatricesKernel } from "./kernel.ts";

export function registerWasmFsp(heap: Heap): void {
  registerKernel(fspMatricesKernel, "wasm", ({ first, last }) => {
    const [n, positions, channels1, channels2] = sizesOf({ first, last });
    const matrices = heap.output([n, channels1, channels2]);
    const addresses = [first, last, matrices].map((tensor) => heap.address(tensor));
    heap.kernels.fspMatrices(...addresses, n, positions, channels1, channels2);
    return [matrices];
  });

  registerKernel(fspMatricesGradKernel, "wasm", ({ dy, first, last }) => {
    const [n, positions, channels1, channels2] = sizesOf({ first, last });
    const [dfirst, dlast] = [heap.output(first.shape), heap.output(last.shape)];
    const addresses = [dy, first, last, dfirst, dlast].map((tensor) => heap.address(tensor));
    heap.withScratch(8 * channels1 * channels2, (scratch) =>
      heap.kernels.fspMatricesGrad(...addresses, scratch, n, positions, channels1, channels2),
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

function sizesOf({ first, last }: FspInputs): [n: number, positions: number, channels1: number, channels2: number] {
  const [n, height, width, channels1] = first.shape;
  return [n, height * width, channels1, last.shape[3]];
}
