import { test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inArena, inBuffers } from "../../testing/places.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";

await describeWebgpu("dense on webgpu", () => {
  const sizes = [
    [1, 3, 1],
    [7, 64, 10],
    [64, 16, 33],
    [257, 24, 3],
  ] as const;
  // Sums of at most 257 float32 products.
  const tolerance = 3e-6;

  test.each(sizes)("%i samples of %i inputs and %i units equal their definition", async (batch, inputs, units) => {
    const { places, buffers } = inBuffers({ x: noise(batch * inputs), y: noise(batch * units, 2) });
    const weights = inArena("weights", { kernel: noise(inputs * units, 3), bias: noise(units, 4) });
    for (const bias of [weights.places.bias, null]) {
      const call = { op: "dense", ...places, kernel: weights.places.kernel, bias, inputs, units } as const;
      const test = { batch, calls: [call], buffers, arenas: { weights: weights.values } };
      await expectDefinition(openWebgpuMachine, test, tolerance);
    }
  });

  test.each(sizes)("gradients of %i samples, %i inputs and %i units equal theirs", async (batch, inputs, units) => {
    const { places, buffers } = inBuffers({
      x: noise(batch * inputs),
      dy: noise(batch * units, 2),
      dx: noise(batch * inputs, 3),
    });
    const weights = inArena("weights", { kernel: noise(inputs * units, 4) });
    const gradients = inArena("gradients", { kernel: noise(inputs * units, 5), bias: noise(units, 6) });
    const variants = [
      { dx: null, dbias: null },
      { dx: { place: places.dx, adds: false }, dbias: gradients.places.bias },
      { dx: { place: places.dx, adds: true }, dbias: null },
    ];
    for (const variant of variants) {
      const call = {
        op: "denseGrad",
        x: places.x,
        dy: places.dy,
        kernel: weights.places.kernel,
        dkernel: gradients.places.kernel,
        inputs,
        units,
        ...variant,
      } as const;
      const arenas = { weights: weights.values, gradients: gradients.values };
      await expectDefinition(openWebgpuMachine, { batch, calls: [call], buffers, arenas }, tolerance);
    }
  });
});
