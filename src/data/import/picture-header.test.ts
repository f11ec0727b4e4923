import { expect, test } from "vitest";
import { pictureHeader } from "./picture-header.ts";

const jpeg = (components: number, ...before: number[]) =>
  Uint8Array.of(
    0xff,
    0xd8,
    ...before,
    0xff,
    0xc2,
    0,
    11,
    8,
    0x01,
    0x02,
    0x03,
    0x04,
    components,
    1,
    0x11,
    0,
    0xff,
    0xd9,
  );
const text = (word: string) => Array.from(word, (letter) => letter.charCodeAt(0));
const webp = (kind: string, ...body: number[]) =>
  Uint8Array.of(
    ...text("RIFF"),
    0,
    0,
    0,
    0,
    ...text("WEBP"),
    ...text(kind),
    0,
    0,
    0,
    0,
    ...body,
    ...new Uint8Array(20),
  );

test("a JPEG says its size and colours, behind tables and filling bytes", () => {
  const app0 = [0xff, 0xe0, 0, 4, 1, 2];
  const huffman = [0xff, 0xff, 0xc4, 0, 3, 9];
  expect(pictureHeader(jpeg(3, ...app0, ...huffman))).toEqual({
    form: "jpeg",
    height: 0x0102,
    width: 0x0304,
    channels: 3,
  });
  expect(pictureHeader(jpeg(1))?.channels).toBe(1);
});

test.each([
  ["VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a, 100, 0, 50, 0], 100, 50],
  ["VP8L", [0x2f, 99, 0x40, 0x0c, 0], 100, 50],
  ["VP8X", [0, 0, 0, 0, 99, 0, 0, 49, 0, 0], 100, 50],
])("a WebP of the kind %s says its size", (kind, body, width, height) => {
  expect(pictureHeader(webp(kind, ...body))).toEqual({ form: "webp", width, height, channels: 3 });
});

test.each([
  ["nothing", Uint8Array.of()],
  ["a JPEG that ends before its frame", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2)],
  ["a JPEG whose segment leads out of it", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 1, 2, 3, 4, 5, 6, 7)],
  ["a WebP of an unknown kind", webp("VP9 ")],
])("%s says nothing", (_, bytes) => expect(pictureHeader(bytes)).toBeNull());
