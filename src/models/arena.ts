/** Where a network's parameters lie in the arenas of the machine that trains it. */
import type { Network, Parameter } from "../core/network.ts";
import { parametersOf } from "../core/network.ts";
import type { ArenaLengths } from "../kernels/routine/machine.ts";
import type { Place, Range } from "../kernels/routine/routine.ts";
import { alignment } from "../kernels/routine/routine.ts";
import { countOf } from "./weights.ts";

export interface ArenaLayout {
  readonly lengths: ArenaLengths;
  /** By the parameter's name: in `weights` what is trained, in `statistics` the rest. */
  readonly places: ReadonlyMap<string, Place>;
}

export function layoutOf(network: Network): ArenaLayout {
  const lengths = { weights: 0, statistics: 0 };
  const places = new Map<string, Place>();
  for (const parameter of parametersOf(network)) {
    const memory = parameter.trained ? "weights" : "statistics";
    const length = countOf(parameter);
    places.set(parameter.name, { memory, offset: lengths[memory], length });
    lengths[memory] += aligned(length);
  }
  return { lengths: { ...lengths, velocities: lengths.weights, gradients: lengths.weights }, places };
}

/** The pieces of the arenas that hold these parameters; neighbours make one piece. */
export function rangesOf({ places }: ArenaLayout, parameters: readonly Parameter[]): Range[] {
  const ranges: { offset: number; length: number }[] = [];
  for (const { name } of parameters) {
    const { offset, length } = places.get(name)!;
    const last = ranges.at(-1);
    if (last && aligned(last.offset + last.length) === offset) last.length = offset + length - last.offset;
    else ranges.push({ offset, length });
  }
  return ranges;
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
