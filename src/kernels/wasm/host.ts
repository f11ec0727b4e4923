/** What wasm machines run on: our kernels, in a memory of their own, on one thread or several. */
import { bytesOf } from "./binary.ts";
import machineUrl from "./machine.wasm?url&inline";
import { MachineMemory } from "./memory.ts";
import type { ScratchSizes } from "./writer.ts";

export interface Host {
  readonly memory: MachineMemory;
  readonly sizes: ScratchSizes;
  /** How many threads work on a program, this one included. The bits do not depend on it. */
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

/** A host on this thread alone; nothing is shared. */
export async function openHost(): Promise<Host> {
  const memory = new MachineMemory(new WebAssembly.Memory({ initial: 16 }));
  const { instance } = await WebAssembly.instantiate(bytesOf(machineUrl), { env: { memory: memory.memory } });
  // oxlint-disable-next-line no-unsafe-type-assertion -- it is built from the source that is named above
  const exports = instance.exports as unknown as MachineExports;
  const scratch = new Scratch(memory, 1);
  return {
    memory,
    sizes: exports,
    threads: 1,
    reserve: (bytes) => void scratch.reserve(bytes),
    run: (program) => exports.run(program, scratch.addressFor(0)),
    close: () => {},
  };
}

/** Scratch for every thread, as much as the hungriest kernel takes. */
export class Scratch {
  readonly #memory: MachineMemory;
  readonly #threads: number;
  #address = 0;
  #size = 0;

  constructor(memory: MachineMemory, threads: number) {
    this.#memory = memory;
    this.#threads = threads;
  }

  /** Gives whether it had to move. */
  reserve(bytes: number): boolean {
    if (bytes <= this.#size) return false;
    if (this.#size > 0) this.#memory.giveBack(this.#address);
    this.#size = 0;
    const size = Math.ceil(bytes / 64) * 64;
    this.#address = this.#memory.lend(size * this.#threads);
    this.#size = size;
    return true;
  }

  addressFor(thread: number): number {
    return this.#address + thread * this.#size;
  }
}
