import { test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inBuffers } from "../../testing/places.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";

await describeWebgpu("global average pool on webgpu", () => {
  const sizes = [
    [1, 1, 3],
    [7, 64, 10],
    [64, 16, 64],
    [7, 20, 16],
    [2, 1089, 24],
  ] as const;

  test.each(sizes)("the means of %i images of %i positions and %i channels", async (batch, positions, channels) => {
    const { places, buffers } = inBuffers({
      x: noise(batch * positions * channels),
      y: noise(batch * channels, 2),
    });
    const calls = [{ op: "globalAvgPool", ...places, positions, channels }] as const;
    await expectDefinition(openWebgpuMachine, { batch, calls, buffers }, 1e-5);
  });

  test.each(sizes)(
    "their gradient in %i images of %i positions and %i channels",
    async (batch, positions, channels) => {
      const { places, buffers } = inBuffers({
        dy: noise(batch * channels),
        dx: noise(batch * positions * channels, 2),
      });
      for (const adds of [false, true]) {
        const dx = { place: places.dx, adds };
        const calls = [{ op: "globalAvgPoolGrad", dy: places.dy, dx, positions, channels }] as const;
        await expectDefinition(openWebgpuMachine, { batch, calls, buffers }, 1e-6);
      }
    },
  );
});
