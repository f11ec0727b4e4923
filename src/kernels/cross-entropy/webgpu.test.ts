import { test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inBuffers } from "../../testing/places.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";

await describeWebgpu("cross-entropy on webgpu", () => {
  test.each([
    [1, 3, 1],
    [7, 10, 10],
    [64, 10, 1],
    [257, 100, 40],
  ])("%i samples of %i classes, logits up to %i, equal their definition", async (batch, classes, scale) => {
    const { places, buffers } = inBuffers({
      // Coarse, so that several logits of a row are the largest.
      logits: noise(batch * classes).map((value) => (scale * Math.round(8 * value)) / 8),
      slope: new Float32Array(batch * classes),
    });
    const labels = Uint8Array.from({ length: 20 }, (_, image) => (7 * image) % classes);
    const samples = Int32Array.from({ length: 4 * batch }, (_, i) => (i % 4 === 0 ? (3 * i) % 20 : 1));
    const test = {
      batch,
      calls: [{ op: "crossEntropy", ...places, classes, losses: 2, correct: batch + 5 }],
      buffers,
      results: 2 * batch + 6,
      images: { pixels: new Uint8Array(20), labels },
      inputs: { samples },
    } as const;
    // WGSL's exp may be off by 3 + 2 |x| of its last bits.
    await expectDefinition(openWebgpuMachine, test, 1e-6 * Math.max(2, scale));
  });
});
