import { afterEach, expect, test } from "vitest";
import { resnet } from "../../core/families/resnet.ts";
import type { LabelledImages } from "../../core/images.ts";
import { layoutOf } from "../../models/arena.ts";
import { taskRoutine } from "../../models/step-routine.ts";
import { initialWeights } from "../../models/weights.ts";
import { startBrokenWorker, startDyingWorker, startNodeWorker, startSilentWorker } from "../../testing/node-threads.ts";
import type { Host } from "./host.ts";
import { WasmMachine } from "./machine.ts";
import { ThreadDied } from "./thread-death.ts";
import { type Joining, openThreadedHost } from "./threads.ts";

const network = resnet([12, 12, 3], 8, 8, 10);
const layout = layoutOf(network);
const images: LabelledImages = {
  pixels: Uint8Array.from({ length: 50 * 432 }, (_, i) => (i * 7919) % 251),
  labels: Uint8Array.from({ length: 50 }, (_, i) => i % 10),
};

let opened: Host | null = null;
afterEach(() => opened?.close());

/** Every loss on the way, and everything in the arenas, after some steps. A batch of 41 is cut into uneven ranges. */
async function trained(host: Host): Promise<Float32Array[]> {
  const machine = new WasmMachine(host, layout.lengths);
  for (const [name, values] of initialWeights(network, "student", 1)) machine.write(layout.places.get(name)!, values);
  const batch = 41;
  const table = Float32Array.from({ length: 3 * 256 }, (_, i) => ((i % 256) - 128) / 64);
  const { routine } = taskRoutine(network, layout, batch, table)!;
  const compiled = await machine.compile(routine, images);
  for (let step = 0; step < 6; step++) {
    const samples = Int32Array.from({ length: 4 * batch }, (_, i) => [(i + 7 * step) % 50, step - 2, 1, i % 2][i % 4]!);
    compiled.run({ samples, rate: 0.05, momentum: 0.9, decay: 1e-4, prelude: false });
  }
  const results = await compiled.results();
  const arenas = (["weights", "velocities", "gradients", "statistics"] as const).map((memory) =>
    machine.read({ memory, offset: 0, length: layout.lengths[memory] }),
  );
  return [...results, ...(await Promise.all(arenas))];
}

test.each([2, 3])("%i threads make the bits that one makes", async (count) => {
  const alone = await openThreadedHost({ count: 1, startWorker: startBrokenWorker });
  expect([alone.host.threads, alone.trouble]).toEqual([1, null]);
  const expected = await trained(alone.host);
  expect(expected.every((values) => values.every(Number.isFinite))).toBe(true);

  const { host, trouble } = await openThreadedHost({ count, startWorker: startNodeWorker });
  opened = host;
  expect([host.threads, trouble]).toEqual([count, null]);
  expect(await trained(host)).toEqual(expected);
  // A second machine in the same memory, beside what the first one left.
  expect(await trained(host)).toEqual(expected);
});

test("a worker that does not answer is done without, and that is said", async () => {
  const silent = await openThreadedHost({ count: 3, startWorker: startSilentWorker });
  expect(silent.host.threads).toBe(1);
  expect(silent.trouble).toBe("a worker did not answer within 5 s");
  const broken = await openThreadedHost({ count: 2, startWorker: startBrokenWorker });
  expect(broken.host.threads).toBe(1);
  expect(broken.trouble).toBe("it broke");
});

test.each([2, 3])("of %i threads one that dies with a task in hand is noticed at once", async (count) => {
  let others = 0;
  const startWorker = (joining: Joining) => (others++ === 0 ? startDyingWorker : startNodeWorker)(joining);
  const { host, trouble } = await openThreadedHost({ count, startWorker });
  opened = host;
  expect([host.threads, trouble]).toEqual([count, null]);
  const started = performance.now();
  // On few cores the other threads may do all tasks of many steps before it comes to one.
  const longTrained = async () => {
    for (let times = 0; times < 100; times++) await trained(host);
  };
  await expect(longTrained()).rejects.toThrow(ThreadDied);
  // And nothing is computed on what it left.
  await expect(trained(host)).rejects.toThrow(ThreadDied);
  // Unannounced, it would be waited for half a minute.
  expect(performance.now() - started).toBeLessThan(15_000);
});
