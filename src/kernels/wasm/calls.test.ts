import { expect, test } from "vitest";
import { expectDefinition, outcomeOf } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inArena, inBuffers } from "../../testing/places.ts";
import { openWasmMachine } from "../../testing/wasm-machine.ts";

test.each([
  [1, 8, 8, 1],
  [7, 5, 9, 3],
  [64, 4, 4, 3],
  [3, 33, 17, 3],
])("%i images of %i x %i x %i are cropped, flipped and normalised", async (batch, height, width, channels) => {
  const count = 6;
  const pixels = Uint8Array.from(noise(count * height * width * channels), (value) => 128 + 127 * value);
  const samples = Int32Array.from(
    Array.from({ length: batch }, (_, i) => [i % count, (i % 7) - 3, ((3 * i) % 8) - 4, i % 2]).flat(),
  );
  const { places, buffers } = inBuffers({
    table: noise(256 * channels, 2),
    images: noise(batch * height * width * channels, 3),
  });
  const calls = [{ op: "gather", ...places, size: [height, width, channels] }] as const;
  const images = { pixels, labels: new Uint8Array(count) };
  await expectDefinition(openWasmMachine, { batch, calls, buffers, images, inputs: { samples } }, 0);
});

test.each([
  [1, 1, 3],
  [7, 16, 10],
  [64, 9, 24],
  [7, 20, 16],
  [2, 1089, 64],
])("global average pool of %i images, %i positions, %i channels", async (batch, positions, channels) => {
  const { places, buffers } = inBuffers({
    x: noise(batch * positions * channels, 1),
    y: noise(batch * channels, 2),
    dx: noise(batch * positions * channels, 3),
  });
  const { x, y, dx } = places;
  for (const adds of [false, true]) {
    const calls = [
      { op: "globalAvgPool", x, y, positions, channels },
      { op: "globalAvgPoolGrad", dy: y, dx: { place: dx, adds }, positions, channels },
    ] as const;
    await expectDefinition(openWasmMachine, { batch, calls, buffers }, 1e-5);
  }
});

test.each([
  [1, 3, 10],
  [7, 64, 10],
  [64, 24, 16],
  [65, 10, 3],
])("a dense layer on %i images, %i inputs to %i units", async (batch, inputs, units) => {
  const { places, buffers } = inBuffers({
    x: noise(batch * inputs, 1),
    y: noise(batch * units, 2),
    dx: noise(batch * inputs, 3),
  });
  const { x, y, dx } = places;
  const weights = inArena("weights", { kernel: noise(inputs * units, 4), bias: noise(units, 5) });
  const gradients = inArena("gradients", { kernel: noise(inputs * units, 6), bias: noise(units, 7) });
  const { kernel, bias } = weights.places;
  const arenas = { weights: weights.values, gradients: gradients.values };
  for (const [isFull, adds] of [
    [true, false],
    [true, true],
    [false, false],
  ] as const) {
    const dense = { kernel, inputs, units };
    const calls = [
      { op: "dense", ...dense, x, bias: isFull ? bias : null, y },
      {
        op: "denseGrad",
        ...dense,
        x,
        dy: y,
        dx: isFull ? { place: dx, adds } : null,
        dkernel: gradients.places.kernel,
        dbias: isFull ? gradients.places.bias : null,
      },
    ] as const;
    await expectDefinition(openWasmMachine, { batch, calls, buffers, arenas }, 2e-6);
  }
});

test.each([
  [1, 3],
  [7, 10],
  [64, 10],
  [65, 100],
])("cross-entropy of %i images in %i classes", async (batch, classes) => {
  const { places, buffers } = inBuffers({
    // Equal logits, so that the first of several largest ones counts.
    logits: noise(batch * classes, 1).map((value) => Math.round(10 * value)),
    slope: noise(batch * classes, 2),
  });
  const labels = Uint8Array.from({ length: 11 }, (_, i) => (7 * i) % classes);
  const samples = Int32Array.from({ length: 4 * batch }, (_, i) => (i % 4 === 0 ? (i / 4) % 11 : 0));
  const calls = [{ op: "crossEntropy", ...places, classes, losses: 3, correct: 3 + batch }] as const;
  const images = { pixels: new Uint8Array(0), labels };
  const given = { batch, calls, buffers, images, inputs: { samples }, results: 2 * batch + 5 };
  await expectDefinition(openWasmMachine, given, 1e-6);
});

test("momentum moves what is in the ranges, and nothing else", async () => {
  // More than the 8192 numbers that are updated at once; no whole vectors.
  const length = 20_032;
  const arenas = { weights: noise(length, 1), velocities: noise(length, 2), gradients: noise(length, 3) };
  const ranges = [
    { offset: 0, length: 3 },
    { offset: 64, length: 17_001 },
    { offset: 18_048, length: 64 },
  ];
  const inputs = { rate: 0.1, momentum: 0.9, decay: 0.001 };
  const given = { batch: 3, calls: [{ op: "momentum", ranges }] as const, buffers: [], arenas, inputs };
  await expectDefinition(openWasmMachine, given, 3e-7);
  const [, weights] = await outcomeOf(openWasmMachine, given);
  expect(weights!.slice(3, 64)).toEqual(arenas.weights.slice(3, 64));
  expect(weights!.slice(17_065, 18_048)).toEqual(arenas.weights.slice(17_065, 18_048));
});

test("a report copies a place to the results", async () => {
  const { places, buffers } = inBuffers({ values: noise(130) });
  const calls = [{ op: "report", from: { ...places.values, offset: 64, length: 5 }, results: 2 }] as const;
  await expectDefinition(openWasmMachine, { batch: 2, calls, buffers, results: 8 }, 0);
});
