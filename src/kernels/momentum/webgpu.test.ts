import { test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";

await describeWebgpu("momentum on webgpu", () => {
  test.each([
    [[{ offset: 0, length: 1 }]],
    [[{ offset: 64, length: 255 }]],
    [[{ offset: 0, length: 0 }]],
    [
      [
        { offset: 0, length: 3 },
        { offset: 128, length: 256 },
        { offset: 512, length: 0 },
        { offset: 576, length: 257 },
        { offset: 1024, length: 1000 },
      ],
    ],
  ])("only the ranges %o move", async (ranges) => {
    const arenas = { weights: noise(2048, 1), velocities: noise(2048, 2), gradients: noise(2048, 3) };
    const inputs = { rate: 0.02, momentum: 0.9, decay: 1e-3 };
    // One rounding each of a product, a sum and another product.
    const test = { batch: 1, calls: [{ op: "momentum", ranges }], buffers: [], arenas, inputs } as const;
    await expectDefinition(openWebgpuMachine, test, 3e-7);
  });
});
