import { expect, test } from "vitest";
import { noise } from "../../testing/numbers.ts";
import type { Routine } from "../routine/routine.ts";
import { openHost } from "./host.ts";
import { WasmMachine } from "./machine.ts";

const lengths = { weights: 128, velocities: 128, gradients: 128, statistics: 64 };
const images = { pixels: new Uint8Array(0), labels: Uint8Array.from([3, 1]) };
const values = { memory: 0, offset: 0, length: 4 };

/** Adds nothing up: it reports a buffer, and in the prelude another. */
function routineOf(buffers: readonly number[]): Routine {
  return {
    batch: 2,
    buffers,
    constants: [{ place: values, values: Float32Array.from([1, 2, 3, 4]) }],
    prelude: [{ op: "report", from: values, results: 4 }],
    calls: [{ op: "report", from: values, results: 0 }],
    results: 8,
    depth: 2,
  };
}

const step = { samples: new Int32Array(8), rate: 0, momentum: 0, decay: 0, prelude: false };

test("results come in order, each step's on its own, and no more than may wait", async () => {
  const machine = new WasmMachine(await openHost(), lengths);
  const compiled = await machine.compile(routineOf([4, 4]), images);
  compiled.run({ ...step, prelude: true });
  compiled.run(step);
  expect(() => compiled.run(step)).toThrow("2 results wait to be read");
  expect((await compiled.results()).map((row) => [...row])).toEqual([
    [1, 2, 3, 4, 1, 2, 3, 4],
    [1, 2, 3, 4, 0, 0, 0, 0],
  ]);
  expect(await compiled.results()).toEqual([]);
  expect(() => compiled.run({ ...step, samples: new Int32Array(4) })).toThrow("4 numbers tell 2 samples");
});

test("arenas hold what is written into them, each for itself", async () => {
  const machine = new WasmMachine(await openHost(), lengths);
  const place = { memory: "weights", offset: 64, length: 3 } as const;
  machine.write(place, noise(3));
  expect(await machine.read(place)).toEqual(noise(3));
  expect(await machine.read({ ...place, memory: "velocities" })).toEqual(new Float32Array(3));
  expect(() => machine.write(place, noise(4))).toThrow("4 numbers for 3");
});

test("a routine that is too large is refused in a sentence with the numbers, and leaves nothing behind", async () => {
  const host = await openHost();
  const machine = new WasmMachine(host, lengths);
  await expect(machine.compile(routineOf([4, 2 ** 30]), images)).rejects.toThrow(
    /^wasm: no room for 4294967296 bytes more: \d+ of 1048576 are in use, and the memory cannot grow$/,
  );
  const compiled = await machine.compile(routineOf([4, 4]), images);
  compiled.run(step);
  expect((await compiled.results())[0]![3]).toBe(4);
  compiled.dispose();
  machine.dispose();
  // All of it is one piece again.
  expect(host.memory.lend(900_000)).toBe(64);
});
