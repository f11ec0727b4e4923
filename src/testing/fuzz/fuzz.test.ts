/** A little of what `npm run fuzz` does at length, and all that it ever found. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { corpus } from "./corpus.ts";
import { fileFuzz } from "./files.ts";
import { reading } from "./images.ts";
import { linkFor, linkInputs, tryLink } from "./links.ts";
import type { InputKind, Tried } from "./outcome.ts";
import { mostMs, Tally, tallied } from "./outcome.ts";

const [links, files] = [1500, 600];
async function tallyOf<Input>(
  kind: InputKind,
  inputs: fc.Arbitrary<Input>,
  count: number,
  attempt: (input: Input) => Promise<Tried>,
): Promise<Tally> {
  const tally = new Tally();
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      await tallied(tally, kind, () => attempt(input));
    }),
    { numRuns: count, seed: 6, endOnFailure: true },
  );
  return tally;
}

test(`${links} links that were damaged or invented are opened or refused`, async () => {
  const tally = await tallyOf("links", linkInputs, links, async (input) => tryLink(await linkFor(input)));
  expect(tally.tried).toBe(links);
  expect(tally.pastTheDoor).toBeGreaterThan(0.2);
  expect(tally.count("accepted")).toBeGreaterThan(0);
});

test(`${files} damaged files are read or refused`, async () => {
  const fuzz = await fileFuzz();
  const tally = await tallyOf("files", fuzz.inputs, files, (input) => fuzz.try(input));
  expect(tally.pastTheDoor).toBeGreaterThan(0.2);
  expect(tally.count("accepted")).toBeGreaterThan(0);
}, 120_000);

test("an input that takes longer than it may is told of", async () => {
  const tally = new Tally();
  const slow = async () => {
    const before = process.cpuUsage();
    let sum = 0;
    while (process.cpuUsage(before).user < 1000 * mostMs.links) for (let i = 0; i < 1e6; i++) sum += Math.sqrt(i);
    expect(sum).toBeGreaterThan(0);
    return { row: "slow", kind: "accepted" } as const;
  };
  await expect(tallied(tally, "links", slow)).rejects.toThrow(/^it took \d+ ms, and may take 2000$/);
}, 30_000);

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
