import { expect, test } from "vitest";
import { gzipped, randomPixels } from "../testing/image-file-makers.ts";
import { Budget, usualLimits } from "../data/import/budget.ts";
import { gunzipped } from "../data/import/gzip.ts";
import { givenFile } from "./given-file.ts";

/** Longer than two readings. */
const contents = randomPixels(1000, 2500);
const packed = Uint8Array.from(gzipped(contents));
const budget = () => new Budget(usualLimits, () => 0);

test("a gzip that is read in parts holds what it holds whole", async () => {
  const { bytes, range } = givenFile("a.gz", new Blob([packed]));
  expect(bytes).toBeGreaterThan(2 ** 21);
  const found = await gunzipped({ path: "a.gz", bytes, range: range! }, budget());
  expect(Buffer.compare(found, contents)).toBe(0);
});

test.each([
  ["begun and not ended", packed.slice(0, packed.length >> 1)],
  ["that lies about its length", Uint8Array.from([...packed.slice(0, -1), 9])],
  ["of a few bytes", packed.slice(0, 10)],
])("a gzip %s is refused", async (_, bytes) => {
  const { range } = givenFile("a.gz", new Blob([bytes]));
  await expect(gunzipped({ path: "a.gz", bytes: bytes.length, range: range! }, budget())).rejects.toThrow(/^a\.gz /);
});

test("a file that the disk no longer has is named", async () => {
  const gone = { size: 9, slice: () => gone, arrayBuffer: () => Promise.reject(new Error("gone")) };
  await expect(givenFile("d/a.bin", gone as unknown as Blob).read()).rejects.toThrow(
    "d/a.bin could not be loaded (gone)",
  );
});
