/** A little of what `npm run fuzz` does at length, and all that it ever found. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { corpus } from "./corpus.ts";
import { fileFuzz } from "./files.ts";
import { reading } from "./images.ts";
import { linkFor, linkInputs, tryLink } from "./links.ts";
import { Tally } from "./outcome.ts";
import type { Tried } from "./outcome.ts";

const [links, files] = [1500, 600];
/** A garbage collection or a busy machine may fall on any of them. */
const mostMs = 10_000;

async function tallied<Input>(
  inputs: fc.Arbitrary<Input>,
  count: number,
  attempt: (input: Input) => Promise<Tried>,
): Promise<Tally> {
  const tally = new Tally();
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const start = performance.now();
      tally.add(await attempt(input), performance.now() - start);
    }),
    { numRuns: count, seed: 6, endOnFailure: true },
  );
  return tally;
}

test(`${links} links that were damaged or invented are opened or refused`, async () => {
  const tally = await tallied(linkInputs, links, async (input) => tryLink(await linkFor(input)));
  expect(tally.tried).toBe(links);
  expect(tally.slowestMs).toBeLessThan(mostMs);
  expect(tally.pastTheDoor).toBeGreaterThan(0.2);
  expect(tally.count("accepted")).toBeGreaterThan(0);
});

test(`${files} damaged files are read or refused`, async () => {
  const fuzz = await fileFuzz();
  const tally = await tallied(fuzz.inputs, files, (input) => fuzz.try(input));
  expect(tally.slowestMs).toBeLessThan(mostMs);
  expect(tally.pastTheDoor).toBeGreaterThan(0.2);
  expect(tally.count("accepted")).toBeGreaterThan(0);
}, 120_000);

test.each(corpus.map((entry) => [entry.name, entry] as const))("%s", async (_name, entry) => {
  expect((await entry.attempt()).kind).toBe(entry.outcome);
});

test("bytes without any order are refused", async () => {
  const begins = ["", "PK\u0003\u0004", "PAR1", "\u0093NUMPY\u0001\u0000", "\u001f\u008b\b"].map((text) =>
    Uint8Array.from(Buffer.from(text, "latin1")),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...begins),
      fc.uint8Array({ maxLength: 4000 }),
      fc.constantFrom("a.bin", "a.csv", "a.npz", "a.parquet", "a.gz", "a"),
      async (begin, rest, path) => {
        await expect(reading(path, new Uint8Array(Buffer.concat([begin, rest])))).rejects.toMatchObject({
          problem: { code: "data-file" },
        });
      },
    ),
    { numRuns: 300, seed: 6 },
  );
});
