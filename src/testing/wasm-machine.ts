/** Wasm machines for tests, on one thread. */
import type { Host } from "../kernels/wasm/host.ts";
import { openHost } from "../kernels/wasm/host.ts";
import { WasmMachine } from "../kernels/wasm/machine.ts";
import type { OpenMachine } from "./machines.ts";

let opened: Promise<Host> | null = null;

/** One memory for all machines of a test file: what one leaves behind must not disturb the next. */
export const openWasmMachine: OpenMachine = async (lengths) => {
  opened ??= openHost();
  return new WasmMachine(await opened, lengths);
};
