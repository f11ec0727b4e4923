/** Runs routines on a GPUDevice: compiled to bind groups once, then replayed as one compute pass a step. */
import type { LabelledImages } from "../../core/images.ts";
import type { ArenaLengths, Machine } from "../routine/machine.ts";
import type { Arena, Place, Routine } from "../routine/routine.ts";
import { compiled } from "./compile.ts";
import type { Host } from "./host.ts";
import type { WebgpuRoutine } from "./replay.ts";
import { readBuffer, storageBuffer } from "./storage.ts";
import { releaseUpload, upload } from "./uploads.ts";

export class WebgpuMachine implements Machine {
  /** So many that the way back of their results, a few milliseconds, is little beside them on a fast GPU. */
  readonly queue = 32;
  readonly #host: Host;
  readonly #arenas: Readonly<Record<Arena, GPUBuffer>>;
  /** The images that this machine keeps on the device. */
  readonly #images = new Map<Uint8Array, GPUBuffer>();

  constructor(host: Host, lengths: ArenaLengths) {
    const arena = (name: Arena) => storageBuffer(host.device, name, lengths[name]);
    this.#host = host;
    this.#arenas = {
      weights: arena("weights"),
      velocities: arena("velocities"),
      gradients: arena("gradients"),
      statistics: arena("statistics"),
    };
  }

  compile(routine: Routine, { pixels, labels }: LabelledImages): Promise<WebgpuRoutine> {
    return compiled(this.#host, routine, {
      ...this.#arenas,
      pixels: this.#uploaded(pixels, "bytes"),
      labels: this.#uploaded(labels, "words"),
    });
  }

  write(place: Place, values: Float32Array): void {
    if (values.length !== place.length) throw new RangeError(`webgpu: ${values.length} numbers for ${place.length}`);
    this.#host.device.queue.writeBuffer(this.#arenaOf(place), 4 * place.offset, Float32Array.from(values));
  }

  async read(place: Place): Promise<Float32Array> {
    return readBuffer(this.#host, this.#arenaOf(place), place);
  }

  dispose(): void {
    for (const arena of Object.values(this.#arenas)) arena.destroy();
    for (const bytes of this.#images.keys()) releaseUpload(this.#host.device, bytes);
    this.#images.clear();
  }

  #arenaOf({ memory }: Place): GPUBuffer {
    if (typeof memory === "number") throw new RangeError(`webgpu: buffer ${memory} is a routine's own`);
    return this.#arenas[memory];
  }

  #uploaded(bytes: Uint8Array, as: "bytes" | "words"): GPUBuffer {
    const found = this.#images.get(bytes) ?? upload(this.#host.device, bytes, as);
    this.#images.set(bytes, found);
    return found;
  }
}
