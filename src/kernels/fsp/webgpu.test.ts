import { test } from "vitest";
import type { CallsTest } from "../../testing/machines.ts";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { inBuffers } from "../../testing/places.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";
import type { MapSize, Rows, Sink } from "../routine/routine.ts";

type Maps = readonly [first: MapSize, last: MapSize];

/** Fours of channels and others; one slice of positions and many; more blocks than a workgroup; each side pooled. */
const maps: readonly (readonly [name: string, ...Maps])[] = [
  ["equal", [8, 8, 16], [8, 8, 16]],
  ["odd", [5, 7, 3], [5, 7, 10]],
  ["single", [1, 1, 4], [1, 1, 1]],
  ["wide", [4, 4, 68], [4, 4, 64]],
  ["large", [33, 33, 4], [33, 33, 8]],
  ["first pooled", [8, 8, 16], [4, 4, 24]],
  ["last pooled", [3, 3, 10], [9, 6, 3]],
  ["each pooled in one direction", [4, 8, 6], [8, 4, 8]],
];

const valuesOf = ([h, w, c]: MapSize, batch: number, seed: number) => noise(batch * h * w * c, seed);

/** So coarse that most blocks have several largest numbers. */
const coarse = (values: Float32Array) => values.map((value) => Math.round(value));

function fspTest(batch: number, [firstSize, lastSize]: Maps, rows: Rows, images: number): CallsTest {
  const { places, buffers } = inBuffers({
    first: valuesOf(firstSize, batch, 1),
    last: valuesOf(lastSize, batch, 2),
    matrices: noise(images * firstSize[2] * lastSize[2], 3),
  });
  const call = { op: "fsp", ...places, firstSize, lastSize, rows } as const;
  return { batch, calls: [call], buffers, inputs: { samples: samplesOf(batch) } };
}

function fspGradTest(
  batch: number,
  [firstSize, lastSize]: Maps,
  sinks: (places: { first: Sink["place"]; last: Sink["place"] }) => { dfirst: Sink | null; dlast: Sink | null },
): CallsTest {
  const { places, buffers } = inBuffers({
    slope: noise(batch * firstSize[2] * lastSize[2], 1),
    first: coarse(valuesOf(firstSize, batch, 2)),
    last: coarse(valuesOf(lastSize, batch, 3)),
    dfirst: valuesOf(firstSize, batch, 4),
    dlast: valuesOf(lastSize, batch, 5),
  });
  const { slope, first, last } = places;
  const wanted = sinks({ first: places.dfirst, last: places.dlast });
  return { batch, calls: [{ op: "fspGrad", slope, first, firstSize, last, lastSize, ...wanted }], buffers };
}

/** Each sample of an image of its own, from the last on; every second one flipped. */
function samplesOf(batch: number): Int32Array {
  return Int32Array.from({ length: 4 * batch }, (_, i) => [batch - 1 - Math.floor(i / 4), 1, 2, (i >> 2) % 2][i % 4]!);
}

await describeWebgpu("fsp on webgpu", () => {
  // Sums of at most 1089 float32 products.
  const tolerance = 3e-6;

  test.each(maps)("matrices of %s maps equal their definition", async (_, ...sizes) => {
    await expectDefinition(openWebgpuMachine, fspTest(3, sizes, "batch", 3), tolerance);
  });

  test.each([1, 2] as const)("a matrix goes to its image's row, of %i variants", async (variants) => {
    const rows = { variants };
    await expectDefinition(openWebgpuMachine, fspTest(7, [maps[0]![1], maps[0]![2]], rows, 7 * variants), tolerance);
    await expectDefinition(openWebgpuMachine, fspTest(1, [maps[1]![1], maps[1]![2]], rows, variants), tolerance);
  });

  test.each([1, 64])("matrices and gradients of %i images equal their definition", async (batch) => {
    const sizes = [
      [4, 4, 10],
      [8, 4, 24],
    ] as const;
    await expectDefinition(openWebgpuMachine, fspTest(batch, sizes, "batch", batch), tolerance);
    const both = fspGradTest(batch, sizes, ({ first, last }) => ({
      dfirst: { place: first, adds: true },
      dlast: { place: last, adds: false },
    }));
    await expectDefinition(openWebgpuMachine, both, tolerance);
  });

  test.each(maps)("gradients in %s maps equal their definition", async (_, ...sizes) => {
    const test = fspGradTest(3, sizes, ({ first, last }) => ({
      dfirst: { place: first, adds: false },
      dlast: { place: last, adds: true },
    }));
    await expectDefinition(openWebgpuMachine, test, tolerance);
  });

  test.each(maps.slice(4))("one gradient alone in %s maps equals its definition", async (_, ...sizes) => {
    const onlyFirst = fspGradTest(2, sizes, ({ first }) => ({ dfirst: { place: first, adds: true }, dlast: null }));
    const onlyLast = fspGradTest(2, sizes, ({ last }) => ({ dfirst: null, dlast: { place: last, adds: false } }));
    await expectDefinition(openWebgpuMachine, onlyFirst, tolerance);
    await expectDefinition(openWebgpuMachine, onlyLast, tolerance);
  });

  test.each([
    [7, "batch", 1],
    [1, "batch", 63],
    [64, "batch", 240],
    [7, "batch", 256],
    [64, { variants: 1 }, 100],
    [7, { variants: 2 }, 257],
  ] as const)("the loss of %i images against rows by %o of %i cells", async (batch, teacherRows, cells) => {
    const { places, buffers } = inBuffers({
      student: noise(batch * cells, 1),
      teacher: noise(2 * batch * cells, 2),
      slope: noise(batch * cells, 3),
    });
    const call = { op: "fspLoss", ...places, teacherRows, cells, scale: 2e-3, losses: 5 } as const;
    const inputs = { samples: samplesOf(batch) };
    await expectDefinition(openWebgpuMachine, { batch, calls: [call], buffers, results: batch + 6, inputs }, tolerance);
  });
});
