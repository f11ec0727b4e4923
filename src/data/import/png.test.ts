/** PNG against another decoder, in every form that there is. */
import { decode } from "fast-png";
import { zlibSync } from "fflate";
import { describe, expect, test } from "vitest";
import { pngChunk, pngOf } from "../../testing/png-maker.ts";
import { randomPixels } from "../../testing/image-file-makers.ts";
import { decodePng } from "./png.ts";

const [width, height] = [13, 9];
const forms = [
  { colour: 0, samples: 1, depths: [1, 2, 4, 8, 16] },
  { colour: 2, samples: 3, depths: [8, 16] },
  { colour: 4, samples: 2, depths: [8, 16] },
  { colour: 6, samples: 4, depths: [8, 16] },
].flatMap(({ depths, ...form }) => depths.map((depth) => ({ ...form, depth })));

/** Filters 0 to 4 in turn over random bytes, whatever they mean. */
function randomRows(rowBytes: number): Uint8Array {
  const rows = randomPixels(1 + rowBytes, height).slice();
  for (let y = 0; y < height; y++) rows[y * (1 + rowBytes)] = y % 5;
  return rows;
}

function picture(form: { colour: number; samples: number; depth: number }, ...chunks: Uint8Array[]): Uint8Array {
  const rows = randomRows(Math.ceil((width * form.samples * form.depth) / 8));
  return pngOf({ width, height, ...form }, [...chunks, pngChunk("IDAT", zlibSync(rows))]);
}

test.each(forms)("colour type $colour of $depth bits is what another decoder makes of it", async (form) => {
  const png = picture(form);
  const { pixels, channels } = await decodePng(png, "a.png");
  const { data, depth } = decode(png, { checkCrc: true });
  const most = 2 ** depth - 1;
  // The other leaves small samples packed.
  const value = (i: number) => {
    if (depth >= 8) return depth === 16 ? data[i]! >> 8 : data[i]!;
    const bit = (i % width) * depth;
    const byte = data[Math.floor(i / width) * Math.ceil((width * depth) / 8) + (bit >> 3)]!;
    return (((byte >> (8 - depth - (bit & 7))) & most) * 255) / most;
  };
  const hasAlpha = form.samples !== channels;
  const wanted = Array.from({ length: pixels.length }, (_, i) => {
    const at = Math.floor(i / channels) * form.samples;
    const alpha = hasAlpha ? value(at + channels) : 255;
    return Math.floor((value(at + (i % channels)) * alpha + 127) / 255);
  });
  expect([...pixels]).toEqual(wanted);
});

test("a palette gives each pixel its colour, a transparent one black", async () => {
  const palette = pngChunk("PLTE", Uint8Array.of(10, 20, 30, 40, 50, 60));
  const clear = pngChunk("tRNS", Uint8Array.of(255, 0));
  // 1 bit a pixel: 0 1 / 1 0.
  const rows = pngChunk("IDAT", zlibSync(Uint8Array.of(0, 0b01000000, 0, 0b10000000)));
  const png = pngOf({ width: 2, height: 2, depth: 1, colour: 3 }, [palette, clear, rows]);
  expect([...(await decodePng(png, "a.png")).pixels]).toEqual([10, 20, 30, 0, 0, 0, 0, 0, 0, 10, 20, 30]);
});

test("a colour that is called transparent is black", async () => {
  const rows = pngChunk("IDAT", zlibSync(Uint8Array.of(0, 7, 9)));
  const png = pngOf({ width: 2, height: 1, depth: 8, colour: 0 }, [pngChunk("tRNS", Uint8Array.of(0, 9)), rows]);
  expect([...(await decodePng(png, "a.png")).pixels]).toEqual([7, 0]);
});

test("data may be cut into chunks anywhere, within their checksum too", async () => {
  const form = { colour: 2, samples: 3, depth: 8 };
  const whole = zlibSync(randomRows(3 * width));
  const cut = (...places: number[]) =>
    [0, ...places].map((from, i) => pngChunk("IDAT", whole.subarray(from, places[i] ?? whole.length)));
  const parts = pngOf({ width, height, ...form }, cut(1, 1, 30, whole.length - 3, whole.length - 2));
  expect(await decodePng(parts, "a.png")).toEqual(await decodePng(picture(form), "a.png"));
});

describe("with every chunk's checksum right", () => {
  const size = { width: 2, height: 1, depth: 8, colour: 0 };
  const idat = (...rows: number[]) => pngChunk("IDAT", zlibSync(Uint8Array.from(rows)));
  const zlib = zlibSync(Uint8Array.of(0, 1, 2));
  test.each<[string, Uint8Array, string]>([
    ["a filter that there is not", pngOf(size, [idat(5, 1, 2)]), "the filter 5"],
    ["a row too many", pngOf(size, [idat(0, 1, 2, 0, 1, 2)]), "another length"],
    [
      "many pixels in the header alone",
      pngOf({ ...size, width: 4000, height: 4000 }, [idat(0, 1, 2)]),
      "another length",
    ],
    ["a pixel too few", pngOf(size, [idat(0, 1)]), "another length"],
    ["a bomb", pngOf(size, [pngChunk("IDAT", zlibSync(new Uint8Array(50_000_000)))]), "another length"],
    ["another checksum of zlib", pngOf(size, [pngChunk("IDAT", zlib.with(zlib.length - 1, 99))]), "another checksum"],
    ["no data", pngOf(size, []), "another length"],
    ["a palette's pixel without a palette", pngOf({ ...size, colour: 3 }, [idat(0, 1, 2)]), "palette lacks"],
    ["a depth that its colours cannot have", pngOf({ ...size, colour: 2, depth: 4 }, [idat(0, 0)]), "header is wrong"],
    ["no width", pngOf({ ...size, width: 0 }, [idat(0)]), "header is wrong"],
    ["a part that must be understood", pngOf(size, [pngChunk("CgBI", new Uint8Array(4)), idat(0, 1, 2)]), "not known"],
    ["two headers", pngOf(size, [pngChunk("IHDR", new Uint8Array(13)), idat(0, 1, 2)]), "header is not where"],
    ["half a transparent colour", pngOf(size, [pngChunk("tRNS", Uint8Array.of(1)), idat(0, 1, 2)]), "cut short"],
  ])("%s is refused", async (_what, png, reason) => {
    await expect(decodePng(png, "a.png")).rejects.toThrow(reason);
  });

  test("a part that may be left out is", async () => {
    const png = pngOf(size, [pngChunk("tEXt", new Uint8Array(9)), idat(0, 1, 2)]);
    expect([...(await decodePng(png, "a.png")).pixels]).toEqual([1, 2]);
  });
});
