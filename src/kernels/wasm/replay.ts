/** One routine in a host's memory, ready to be replayed. */
import type { LabelledImages } from "../../core/images.ts";
import type { CompiledRoutine, StepInputs } from "../routine/machine.ts";
import type { Place, Routine } from "../routine/routine.ts";
import type { Host } from "./host.ts";
import type { StepAddresses } from "./writer.ts";

/** Addresses in the host's memory. */
export interface RoutineMemory {
  readonly prelude: number;
  readonly calls: number;
  readonly step: StepAddresses;
  readonly imageBytes: number;
  readonly addressOf: (place: Place) => number;
  /** All that the routine was lent. */
  readonly lent: readonly number[];
}

export class WasmRoutine implements CompiledRoutine {
  readonly #host: Host;
  readonly #routine: Routine;
  readonly #images: LabelledImages;
  readonly #memory: RoutineMemory;
  #waiting: Float32Array[] = [];

  constructor(host: Host, routine: Routine, images: LabelledImages, memory: RoutineMemory) {
    this.#host = host;
    this.#routine = routine;
    this.#images = images;
    this.#memory = memory;
  }

  run(inputs: StepInputs): void {
    const { batch, depth, results } = this.#routine;
    const { samples } = inputs;
    if (this.#waiting.length === depth) throw new Error(`routine: ${depth} results wait to be read`);
    if (samples.length !== 4 * batch) throw new RangeError(`routine: ${samples.length} numbers tell ${batch} samples`);
    const { step, imageBytes, prelude, calls } = this.#memory;
    const { bytes, ints, floats } = this.#host.memory.views;
    const { pixels, labels } = this.#images;
    ints.set(samples, step.samples / 4);
    for (let place = 0; place < batch; place++) {
      const image = samples[4 * place]!;
      ints[step.labels / 4 + place] = labels[image]!;
      bytes.set(pixels.subarray(image * imageBytes, (image + 1) * imageBytes), step.pixels + place * imageBytes);
    }
    const settings = step.settings / 4;
    floats[settings] = inputs.rate;
    floats[settings + 1] = inputs.momentum;
    floats[settings + 2] = inputs.decay;
    const row = step.results / 4;
    // A step need not write all of its row.
    floats.fill(0, row, row + results);
    if (inputs.prelude) this.#host.run(prelude);
    this.#host.run(calls);
    this.#waiting.push(floats.slice(row, row + results));
  }

  results(): Promise<Float32Array[]> {
    const results = this.#waiting;
    this.#waiting = [];
    return Promise.resolve(results);
  }

  read(place: Place): Promise<Float32Array> {
    if (typeof place.memory === "string") throw new RangeError(`wasm: the arena ${place.memory} is the machine's`);
    const from = this.#memory.addressOf(place) / 4;
    return Promise.resolve(this.#host.memory.views.floats.slice(from, from + place.length));
  }

  dispose(): void {
    for (const address of this.#memory.lent) this.#host.memory.giveBack(address);
  }
}
