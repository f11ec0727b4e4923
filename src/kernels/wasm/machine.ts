/** Runs routines on wasm kernels of our own, at once. */
import type { LabelledImages } from "../../core/images.ts";
import type { ArenaLengths, CompiledRoutine, Machine } from "../routine/machine.ts";
import type { Arena, Place, Routine } from "../routine/routine.ts";
import { compiled } from "./compile.ts";
import type { Host } from "./host.ts";

export class WasmMachine implements Machine {
  readonly queue = 1;
  readonly #host: Host;
  /** Addresses. */
  readonly #arenas: Readonly<Record<Arena, number>>;

  constructor(host: Host, lengths: ArenaLengths) {
    this.#host = host;
    const { memory } = host;
    const arena = (name: Arena) => memory.lend(4 * lengths[name]);
    this.#arenas = {
      weights: arena("weights"),
      velocities: arena("velocities"),
      gradients: arena("gradients"),
      statistics: arena("statistics"),
    };
  }

  async compile(routine: Routine, images: LabelledImages): Promise<CompiledRoutine> {
    return compiled(this.#host, routine, images, (memory) => this.#arenas[memory]);
  }

  write(place: Place, values: Float32Array): void {
    if (values.length !== place.length) throw new RangeError(`wasm: ${values.length} numbers for ${place.length}`);
    this.#host.memory.views.floats.set(values, this.#index(place));
  }

  read(place: Place): Promise<Float32Array> {
    const from = this.#index(place);
    return Promise.resolve(this.#host.memory.views.floats.slice(from, from + place.length));
  }

  dispose(): void {
    for (const address of Object.values(this.#arenas)) this.#host.memory.giveBack(address);
  }

  #index({ memory, offset }: Place): number {
    if (typeof memory === "number") throw new RangeError(`wasm: buffer ${memory} is a routine's own`);
    return this.#arenas[memory] / 4 + offset;
  }
}
