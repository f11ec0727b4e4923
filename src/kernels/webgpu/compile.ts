/** A routine written out as dispatches, and all that they need on the device. */
import type { VariantTable } from "../convolution/variants.ts";
import type { Arena, Call, Routine } from "../routine/routine.ts";
import { dispatchesOf } from "./calls.ts";
import type { Binding, Dispatch } from "./dispatch.ts";
import type { Host } from "./host.ts";
import { prepared } from "./prepared.ts";
import type { RoutineBuffers } from "./replay.ts";
import { disposeBuffers, WebgpuRoutine } from "./replay.ts";
import { storageBuffer } from "./storage.ts";

/** What routines share: the arenas of a network, and images. */
export type SharedBuffers = Readonly<Record<Arena | "pixels" | "labels", GPUBuffer>>;

export async function compiled(host: Host, routine: Routine, shared: SharedBuffers): Promise<WebgpuRoutine> {
  const { device } = host;
  const { prelude, calls, lengths } = written(routine, host.variants);
  const buffers = routineBuffers(device, routine, lengths);
  const resource = (binding: Binding): GPUBufferBinding => {
    if (binding === "pixels" || binding === "labels") return { buffer: shared[binding] };
    if (typeof binding === "string") return { buffer: buffers[binding] };
    const { memory, offset, length } = binding;
    const buffer = typeof memory === "number" ? buffers.numbers[memory]! : shared[memory];
    return { buffer, offset: 4 * offset, size: 4 * length };
  };
  const ready = (list: readonly Dispatch[]) =>
    Promise.all(list.map((dispatch) => prepared(device, dispatch, resource)));
  try {
    for (const { place, values } of routine.constants) {
      const { buffer, offset } = resource(place);
      device.queue.writeBuffer(buffer, offset!, Float32Array.from(values));
    }
    return new WebgpuRoutine(host, routine, buffers, await ready(prelude), await ready(calls));
  } catch (error) {
    disposeBuffers(buffers);
    throw error;
  }
}

/** The dispatches of all calls, and the lengths of all buffers that they use: the routine's own, then scratch. */
function written(routine: Routine, variants: VariantTable) {
  // A call's first scratch is every call's first scratch: no two run at once.
  const scratches: number[] = [];
  const { batch, results } = routine;
  const dispatches = (call: Call) => {
    let used = 0;
    const scratch = (length: number) => {
      const index = used++;
      scratches[index] = Math.max(scratches[index] ?? 0, length);
      return { memory: routine.buffers.length + index, offset: 0, length };
    };
    return dispatchesOf(call, { batch, results, scratch, variants });
  };
  const [prelude, calls] = [routine.prelude.flatMap(dispatches), routine.calls.flatMap(dispatches)];
  return { prelude, calls, lengths: [...routine.buffers, ...scratches] };
}

function routineBuffers(device: GPUDevice, routine: Routine, lengths: readonly number[]): RoutineBuffers {
  return {
    numbers: lengths.map((length, index) => storageBuffer(device, `buffer ${index}`, length)),
    results: storageBuffer(device, "results", routine.depth * routine.results),
    samples: storageBuffer(device, "samples", 4 * routine.batch),
    settings: device.createBuffer({
      label: "settings",
      size: 16,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    }),
  };
}
