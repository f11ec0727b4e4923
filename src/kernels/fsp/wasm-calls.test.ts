import { test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inBuffers } from "../../testing/places.ts";
import { openWasmMachine } from "../../testing/wasm-machine.ts";
import type { MapSize } from "../routine/routine.ts";

interface Case {
  readonly batch: number;
  readonly firstSize: MapSize;
  readonly lastSize: MapSize;
}

/** Equal maps, the first larger, the last larger, each larger in one direction; single channels and vectors. */
const cases: readonly Case[] = [
  { batch: 1, firstSize: [4, 4, 3], lastSize: [4, 4, 3] },
  { batch: 7, firstSize: [5, 7, 10], lastSize: [5, 7, 16] },
  { batch: 64, firstSize: [8, 8, 16], lastSize: [4, 4, 24] },
  { batch: 2, firstSize: [11, 11, 3], lastSize: [33, 22, 10] },
  { batch: 2, firstSize: [32, 32, 16], lastSize: [32, 32, 16] },
  { batch: 3, firstSize: [8, 4, 16], lastSize: [4, 8, 64] },
];

function memoryOf({ batch, firstSize, lastSize }: Case) {
  const length = ([height, width, channels]: MapSize) => batch * height * width * channels;
  const cells = firstSize[2] * lastSize[2];
  return inBuffers({
    // Some numbers come more than once, so that a block may have its maximum in two places.
    first: noise(length(firstSize), 1).map((value) => Math.round(8 * value) / 8),
    last: noise(length(lastSize), 2).map((value) => Math.round(8 * value) / 8),
    matrices: noise(2 * Math.max(batch, 5) * cells, 3),
    student: noise(batch * cells, 4),
    slope: noise(batch * cells, 5),
    dfirst: noise(length(firstSize), 6),
    dlast: noise(length(lastSize), 7),
  });
}

const images = { pixels: new Uint8Array(0), labels: new Uint8Array(5) };

/** Of five images, every second pair of samples flipped. */
function samplesOf(batch: number): Int32Array {
  return Int32Array.from({ length: 4 * batch }, (_, i) => [(i >> 2) % 5, 0, 0, (i >> 3) % 2][i % 4]!);
}

const tolerance = 2e-6;
const title = "of $batch images, maps of $firstSize and $lastSize";

test.each(cases)(`FSP matrices ${title}`, async (given) => {
  const { batch, firstSize, lastSize } = given;
  const { places, buffers } = memoryOf(given);
  const { first, last, matrices } = places;
  const call = { op: "fsp", first, firstSize, last, lastSize } as const;
  const byBatch = { ...matrices, length: batch * firstSize[2] * lastSize[2] };
  const calls = [{ ...call, matrices: byBatch, rows: "batch" }] as const;
  await expectDefinition(openWasmMachine, { batch, calls, buffers }, tolerance);
});

test.each([1, 2] as const)("FSP matrices go to their rows, %i variants of each image", async (variants) => {
  for (const given of cases) {
    const { firstSize, lastSize } = given;
    const batch = Math.min(given.batch, 5);
    const { places, buffers } = memoryOf({ ...given, batch });
    const { first, last, matrices } = places;
    const calls = [{ op: "fsp", first, firstSize, last, lastSize, matrices, rows: { variants } }] as const;
    await expectDefinition(
      openWasmMachine,
      { batch, calls, buffers, inputs: { samples: samplesOf(batch) }, images },
      tolerance,
    );
  }
});

test.each(cases)(`their gradient ${title}`, async (given) => {
  const { batch, firstSize, lastSize } = given;
  const { places, buffers } = memoryOf(given);
  const { first, last, slope, dfirst, dlast } = places;
  const call = { op: "fspGrad", slope, first, firstSize, last, lastSize } as const;
  for (const sinks of [
    { dfirst: { place: dfirst, adds: false }, dlast: { place: dlast, adds: true } },
    { dfirst: { place: dfirst, adds: true }, dlast: null },
    { dfirst: null, dlast: { place: dlast, adds: false } },
  ]) {
    await expectDefinition(openWasmMachine, { batch, calls: [{ ...call, ...sinks }], buffers }, tolerance);
  }
});

test.each([1, 2, null] as const)(
  "the distance to a teacher's matrices, %s variants of each image",
  async (variants) => {
    for (const given of cases) {
      const { batch, firstSize, lastSize } = given;
      const { places, buffers } = memoryOf({ ...given, batch: Math.max(batch, 5) });
      const { student, matrices: teacher, slope } = places;
      const cells = firstSize[2] * lastSize[2];
      const teacherRows = variants ? { variants } : "batch";
      const calls = [{ op: "fspLoss", student, teacher, teacherRows, cells, slope, scale: 0.3, losses: 2 }] as const;
      const inputs = { samples: samplesOf(batch) };
      await expectDefinition(openWasmMachine, { batch, calls, buffers, inputs, images, results: batch + 3 }, tolerance);
    }
  },
);
