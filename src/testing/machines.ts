/** Compares what a machine makes of a few calls with their definition. */
import { expect } from "vitest";
import type { LabelledImages } from "../core/images.ts";
import type { ArenaLengths, Machine, StepInputs } from "../kernels/routine/machine.ts";
import type { Arena, Call, Place, Routine } from "../kernels/routine/routine.ts";
import { definitionMachine } from "./definition-machine.ts";
import { expectClose } from "./numbers.ts";

export type OpenMachine = (lengths: ArenaLengths) => Machine | Promise<Machine>;

export interface CallsTest {
  readonly batch: number;
  readonly calls: readonly Call[];
  /** What the routine's own buffers hold before, by index. */
  readonly buffers: readonly Float32Array[];
  /** What the arenas hold before; none where it is left out. */
  readonly arenas?: Partial<Readonly<Record<Arena, Float32Array>>>;
  readonly results?: number;
  readonly images?: LabelledImages;
  readonly inputs?: Partial<StepInputs>;
}

/** Everything that one step leaves behind: all arenas, all buffers, the results. */
export async function outcomeOf(open: OpenMachine, test: CallsTest): Promise<Float32Array[]> {
  const { batch, calls, buffers, results = 0 } = test;
  const arenas = Object.entries(arenasOf(test));
  const lengths = Object.fromEntries(arenas.map(([name, values]) => [name, values.length]));
  const machine = await open(lengths as ArenaLengths);
  const whole = (memory: Arena | number, values: Float32Array): Place => ({ memory, offset: 0, length: values.length });
  const routine: Routine = {
    batch,
    buffers: buffers.map((values) => values.length),
    constants: buffers.map((values, index) => ({ place: whole(index, values), values })),
    prelude: [],
    calls,
    results,
    depth: 2,
  };
  for (const [name, values] of arenas) if (values.length > 0) machine.write(whole(name as Arena, values), values);
  const images = test.images ?? { pixels: new Uint8Array(4), labels: new Uint8Array(1) };
  const compiled = await machine.compile(routine, images);
  compiled.run({
    samples: new Int32Array(4 * batch),
    rate: 0,
    momentum: 0,
    decay: 0,
    prelude: false,
    ...test.inputs,
  });
  const [row] = await compiled.results();
  const after = [row!];
  for (const [name, values] of arenas) {
    if (values.length > 0) after.push(await machine.read(whole(name as Arena, values)));
  }
  for (const [index, values] of buffers.entries()) after.push(await compiled.read(whole(index, values)));
  compiled.dispose();
  machine.dispose();
  return after;
}

/** All that the calls may touch is compared, so that a stray write shows. `tolerance` is of each memory's largest number. */
export async function expectDefinition(open: OpenMachine, test: CallsTest, tolerance: number): Promise<void> {
  const [actual, expected] = [await outcomeOf(open, test), await outcomeOf(definitionMachine, test)];
  expect(actual.length).toBe(expected.length);
  for (const [index, values] of expected.entries()) expectClose(actual[index]!, values, tolerance);
}

function arenasOf({ arenas = {} }: CallsTest): Record<Arena, Float32Array> {
  const none = new Float32Array(0);
  return { weights: none, velocities: none, gradients: none, statistics: none, ...arenas };
}
