/** What wasm machines run on: our kernels, in a memory of their own. */
import { bytesOf } from "./binary.ts";
import machineUrl from "./machine.wasm?url&inline";
import { MachineMemory } from "./memory.ts";
import type { ScratchSizes } from "./writer.ts";

export interface Host {
  readonly memory: MachineMemory;
  readonly sizes: ScratchSizes;
  /** How many threads work on a program, this one included. */
  readonly threads: number;
  /** Makes sure that every thread has so much scratch, in bytes. */
  reserve(bytes: number): void;
  /** Runs a program that `writeProgram` wrote, to its end. */
  run(program: number): void;
  /** Ends the other threads. */
  close(): void;
}

/** What `machine.as.ts` exports. */
interface MachineExports extends ScratchSizes {
  run(program: number, scratch: number): void;
}

export async function openHost(): Promise<Host> {
  const memory = new MachineMemory(new WebAssembly.Memory({ initial: 16 }));
  const { instance } = await WebAssembly.instantiate(bytesOf(machineUrl), { env: { memory: memory.memory } });
  // oxlint-disable-next-line no-unsafe-type-assertion -- it is built from the source that is named above
  const exports = instance.exports as unknown as MachineExports;
  let [scratch, size] = [0, 0];
  return {
    memory,
    sizes: exports,
    threads: 1,
    reserve: (bytes) => {
      if (bytes <= size) return;
      if (size > 0) memory.giveBack(scratch);
      size = 0;
      scratch = memory.lend(bytes);
      size = bytes;
    },
    run: (program) => exports.run(program, scratch),
    close: () => {},
  };
}
