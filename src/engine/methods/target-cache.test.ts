import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { usualMethods } from "../../core/methods/usual.ts";
import { BatchStream } from "../../data/batches.ts";
import { describeEachBackend } from "../../testing/backends.ts";
import { images, network, teacher } from "../../testing/small-training.ts";
import { Guide } from "./guide.ts";
import { guidanceOf } from "./guidances.ts";

const given = { teacher: teacher.network, student: network, seed: 1, iterations: 10, fsp: null };

await describeEachBackend(() => {
  test.each([
    [{ crop: false, flip: false }, 3],
    // Every image mirrored and not: more batches until none is new.
    [{ crop: false, flip: true }, 20],
    [{ crop: true, flip: false }, Infinity],
  ])("with %o the teacher's targets are the same bits, whether kept or made anew", async (augment, knownAfter) => {
    const before = tf.memory().numTensors;
    const guide = new Guide(guidanceOf(usualMethods.at, 2, given)!, teacher);
    const batches = new BatchStream(images, network.input, 8, augment, 1, 2);
    let made = 0;
    const cache = guide.cacheOf(batches);
    const targets = guide.targets.bind(guide);
    guide.targets = (pixels) => (made++, targets(pixels));
    for (let step = 0; step < 40; step++) {
      const { pixels } = batches.batchAt(step);
      const madeBefore = made;
      const [kept, fresh] = [await cache.targetsAt(step, pixels), targets(pixels)];
      expect(kept.map(({ shape }) => shape)).toEqual(fresh.map(({ shape }) => shape));
      for (const [index, tensor] of kept.entries()) expect(await tensor.data()).toEqual(await fresh[index]!.data());
      tf.dispose([...kept, ...fresh]);
      if (step >= knownAfter) expect(made).toBe(madeBefore);
      else if (step === 0 || knownAfter === Infinity) expect(made).toBe(madeBefore + 1);
    }
    guide.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
}, ["cpu", "wasm"]);
