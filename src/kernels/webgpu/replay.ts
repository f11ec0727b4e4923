/** One routine on a device, ready to be replayed: a step is one compute pass over bind groups that exist already. */
import type { CompiledRoutine, StepInputs } from "../routine/machine.ts";
import type { Place, Routine } from "../routine/routine.ts";
import type { Host } from "./host.ts";
import type { PreparedDispatch } from "./prepared.ts";
import { mappedCopy, readBuffer, stagingBuffer } from "./storage.ts";

/** What a routine has on the device for itself. */
export interface RoutineBuffers {
  /** By index; what calls asked for as scratch comes after the routine's own. */
  readonly numbers: readonly GPUBuffer[];
  /** `[depth, results]`. */
  readonly results: GPUBuffer;
  /** `[batch, 4]`. */
  readonly samples: GPUBuffer;
  /** Rate, momentum, decay, row. */
  readonly settings: GPUBuffer;
}

export class WebgpuRoutine implements CompiledRoutine {
  /** Of one step without its prelude. */
  readonly counts: { readonly dispatches: number; readonly uploadedBytes: number };
  readonly #host: Host;
  readonly #routine: Routine;
  readonly #buffers: RoutineBuffers;
  readonly #prelude: readonly PreparedDispatch[];
  readonly #calls: readonly PreparedDispatch[];
  readonly #settings = new Float32Array(4);
  readonly #row = new Uint32Array(this.#settings.buffer, 12, 1);
  /** Staging buffers that no `results` uses now. */
  readonly #staging: GPUBuffer[] = [];
  #waiting = 0;

  constructor(
    host: Host,
    routine: Routine,
    buffers: RoutineBuffers,
    prelude: readonly PreparedDispatch[],
    calls: readonly PreparedDispatch[],
  ) {
    this.#host = host;
    this.#routine = routine;
    this.#buffers = buffers;
    this.#prelude = prelude;
    this.#calls = calls;
    this.counts = { dispatches: calls.length, uploadedBytes: this.#settings.byteLength + 16 * routine.batch };
  }

  run(inputs: StepInputs): void {
    const { batch, depth } = this.#routine;
    if (this.#waiting === depth) throw new Error(`routine: ${depth} results wait to be read`);
    if (inputs.samples.length !== 4 * batch)
      throw new RangeError(`routine: ${inputs.samples.length} numbers tell ${batch} samples`);
    const { device } = this.#host;
    this.#settings.set([inputs.rate, inputs.momentum, inputs.decay]);
    this.#row[0] = this.#waiting++;
    // Written in the queue's order: steps that wait there keep the settings that they were given.
    device.queue.writeBuffer(this.#buffers.settings, 0, this.#settings);
    device.queue.writeBuffer(this.#buffers.samples, 0, Int32Array.from(inputs.samples));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    if (inputs.prelude) encode(pass, this.#prelude);
    encode(pass, this.#calls);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  async results(): Promise<Float32Array[]> {
    const { device } = this.#host;
    const [steps, length] = [this.#waiting, this.#routine.results];
    const source = this.#buffers.results;
    const staging = this.#staging.pop() ?? stagingBuffer(device, source.size);
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, 0, staging, 0, 4 * steps * length);
    // A step need not write all of its row: what the prelude reports, for one.
    encoder.clearBuffer(source);
    device.queue.submit([encoder.finish()]);
    this.#waiting = 0;
    const values = await mappedCopy(this.#host, staging, steps * length);
    // One that failed goes with its device.
    this.#staging.push(staging);
    return Array.from({ length: steps }, (_, step) => values.subarray(step * length, (step + 1) * length));
  }

  read(place: Place): Promise<Float32Array> {
    const buffer = typeof place.memory === "number" ? this.#buffers.numbers[place.memory] : undefined;
    if (!buffer) throw new RangeError(`routine: ${place.memory} is no buffer of its own`);
    return readBuffer(this.#host, buffer, place);
  }

  dispose(): void {
    disposeBuffers(this.#buffers);
    for (const buffer of this.#staging.splice(0)) buffer.destroy();
  }
}

export function disposeBuffers({ numbers, results, samples, settings }: RoutineBuffers): void {
  for (const buffer of [...numbers, results, samples, settings]) buffer.destroy();
}

function encode(pass: GPUComputePassEncoder, list: readonly PreparedDispatch[]): void {
  for (const { pipeline, group, workgroups } of list) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2]);
  }
}
