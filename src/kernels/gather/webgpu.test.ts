import { test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inBuffers } from "../../testing/places.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";

await describeWebgpu("gather on webgpu", () => {
  test.each([
    [1, [4, 4, 1]],
    [7, [5, 3, 3]],
    [64, [8, 8, 3]],
    [3, [33, 32, 3]],
  ] as const)("%i images of %o are cropped, flipped and normalised", async (batch, size) => {
    const [height, width, channels] = size;
    const count = 5;
    const { places, buffers } = inBuffers({
      table: noise(channels * 256),
      images: new Float32Array(batch * height * width * channels),
    });
    const pixels = Uint8Array.from(noise(count * height * width * channels, 2), (value) => 128 + 127 * value);
    // Crops from beyond one side to beyond the other, half of them flipped.
    const samples = Array.from({ length: batch }, (_, n) => [n % count, (n % 9) - 4, ((3 * n) % 9) - 4, n % 2]).flat();
    await expectDefinition(
      openWebgpuMachine,
      {
        batch,
        calls: [{ op: "gather", ...places, size }],
        buffers,
        images: { pixels, labels: new Uint8Array(count) },
        inputs: { samples: Int32Array.from(samples) },
      },
      0,
    );
  });
});
