import { zlibSync } from "fflate";
import { describe, expect, test } from "vitest";
import { randomPixels } from "../../testing/image-file-makers.ts";
import { crc32 } from "./crc32.ts";
import { decodePng } from "./png.ts";

/** By pixel, which of the seven passes has it (PNG specification, section 8.2). */
const passOf = [
  [1, 6, 4, 6, 2, 6, 4, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [5, 6, 5, 6, 5, 6, 5, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [3, 6, 4, 6, 3, 6, 4, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [5, 6, 5, 6, 5, 6, 5, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
];

interface Kind {
  readonly width: number;
  readonly height: number;
  /** Bytes. */
  readonly pixel: number;
  readonly depth: number;
  readonly colour: number;
}

function interlacedPng(
  { width, height, pixel, depth, colour }: Kind,
  data: Uint8Array,
  colours: readonly Uint8Array[] = [],
): Uint8Array {
  const rows: number[] = [];
  for (let pass = 1; pass <= 7; pass++) {
    for (let y = 0; y < height; y++) {
      const columns = Array.from({ length: width }, (_, x) => x).filter((x) => passOf[y % 8]![x % 8] === pass);
      if (columns.length === 0) continue;
      const bytes = columns.flatMap((x) => [...data.subarray((y * width + x) * pixel, (y * width + x + 1) * pixel)]);
      rows.push(0, ...(depth < 8 ? packed(bytes, depth) : bytes));
    }
  }
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([depth, colour, 0, 0, 1], 8);
  const chunks = [
    chunk("IHDR", header),
    ...colours,
    chunk("IDAT", zlibSync(Uint8Array.from(rows))),
    chunk("IEND", new Uint8Array(0)),
  ];
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...chunks.flatMap((one) => [...one])]);
}

/** Samples of fewer than 8 bits, the first in the highest bits of a byte; a row ends with its byte. */
function packed(samples: readonly number[], depth: number): number[] {
  const each = 8 / depth;
  return Array.from({ length: Math.ceil(samples.length / each) }, (_, byte) =>
    Array.from(
      { length: each },
      (__, place) => (samples[byte * each + place] ?? 0) << (8 - depth * (place + 1)),
    ).reduce((sum, part) => sum + part, 0),
  );
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc32(whole.subarray(4, 8 + data.length)));
  return whole;
}

describe.each([
  [1, 1],
  [3, 2],
  [8, 8],
  [13, 9],
])("an interlaced PNG of %i x %i pixels", (width, height) => {
  test("in grey and in colour has its pixels", async () => {
    for (const [colour, pixel] of [
      [0, 1],
      [2, 3],
    ] as const) {
      const pixels = randomPixels(width * height * pixel, 1);
      const picture = await decodePng(interlacedPng({ width, height, pixel, depth: 8, colour }, pixels), "a.png");
      expect(picture).toEqual({ width, height, channels: pixel, pixels });
    }
  });

  test("of 16 bits has the higher 8 of them", async () => {
    const samples = randomPixels(2 * width * height, 1);
    const picture = await decodePng(interlacedPng({ width, height, pixel: 2, depth: 16, colour: 0 }, samples), "a.png");
    expect([...picture.pixels]).toEqual([...samples].filter((_, index) => index % 2 === 0));
  });

  test.each([1, 2, 4])("of %i bits has its greys, and the colours of its palette", async (depth) => {
    const samples = randomPixels(width * height, 1).map((level) => level >> (8 - depth));
    const grey = interlacedPng({ width, height, pixel: 1, depth, colour: 0 }, samples);
    const pixels = samples.map((sample) => (sample * 255) / (2 ** depth - 1));
    expect(await decodePng(grey, "a.png")).toEqual({ width, height, channels: 1, pixels });
    const palette = randomPixels(3 * 2 ** depth, 1);
    const coloured = interlacedPng({ width, height, pixel: 1, depth, colour: 3 }, samples, [chunk("PLTE", palette)]);
    const colours = [...samples].flatMap((sample) => [...palette.subarray(3 * sample, 3 * sample + 3)]);
    expect(await decodePng(coloured, "a.png")).toEqual({
      width,
      height,
      channels: 3,
      pixels: Uint8Array.from(colours),
    });
  });
});
test("an interlaced PNG of few bits whose data were changed is refused", async () => {
  const file = interlacedPng({ width: 8, height: 8, pixel: 1, depth: 4, colour: 0 }, new Uint8Array(64));
  file[50]! ^= 1;
  await expect(decodePng(file, "a.png")).rejects.toThrow(/^a\.png is damaged \(PNG: /);
});

test("a PNG with a longer side than allowed is over the limit, and not damaged", async () => {
  const png = interlacedPng({ width: 4097, height: 1, pixel: 1, depth: 8, colour: 0 }, randomPixels(4097));
  await expect(decodePng(png, "a.png")).rejects.toMatchObject({
    problem: { code: "data-file", fault: { kind: "limit", what: "side", most: 4096, found: 4097 } },
  });
});
