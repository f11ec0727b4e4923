/**
 * Damaged files of every form: each gives a typed refusal or a set that is whole, within its time.
 * `FUZZ_INPUTS=20000 npx vitest run src/data/import/fuzz.test.ts` tries so many and prints what came of them.
 */
import fc from "fast-check";
import { zipSync } from "fflate";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BadInput } from "../../core/bad-input.ts";
import {
  cifarFile,
  csvFile,
  gzipped,
  idxFiles,
  npzFile,
  pictureZip,
  sourceFile,
  tarFile,
} from "../../testing/image-file-makers.ts";
import { Budget, usualLimits } from "./budget.ts";
import { decodePng } from "./png.ts";
import { readImages } from "./read.ts";
import { summaryOf } from "./summary.ts";

const inputs = Number(process.env["FUZZ_INPUTS"] ?? 600);
/** The slowest whole file takes 0.1 s alone; a garbage collection or a busy machine may fall on it. */
const mostMs = 5000;
const limits = { ...usualLimits, unpacked: 2 ** 26, milliseconds: mostMs };

interface Seed {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Around the damaged bytes, so that no checksum stops the damage at the door. */
  readonly pack: (bytes: Uint8Array) => Uint8Array;
}

const asIs = (bytes: Uint8Array) => bytes;
const { images, labels } = idxFiles();

const made: readonly Seed[] = [
  { path: "a.bin", bytes: cifarFile(1), pack: asIs },
  { path: "data_batch_1.bin", bytes: cifarFile(1), pack: asIs },
  { path: "cifar100.bin", bytes: cifarFile(2), pack: asIs },
  { path: "a.tar", bytes: tarFile({ "c/data_batch_1.bin": cifarFile(1) }), pack: asIs },
  { path: "a.tar.gz", bytes: tarFile({ "c/data_batch_1.bin": cifarFile(1) }), pack: gzipped },
  { path: "b.tar.gz", bytes: gzipped(tarFile({ "c/data_batch_1.bin": cifarFile(1) })), pack: asIs },
  { path: "idx.tar", bytes: tarFile({ "x-images-idx3-ubyte": images, "x-labels-idx1-ubyte": labels }), pack: asIs },
  { path: "images.zip", bytes: images, pack: (bytes) => zipSync({ "x-images": bytes, "x-labels": labels }) },
  { path: "labels.zip", bytes: labels, pack: (bytes) => zipSync({ "x-images": images, "x-labels": bytes }) },
  { path: "a.npz", bytes: npzFile(), pack: asIs },
  { path: "a.csv", bytes: csvFile(), pack: asIs },
  { path: "a.zip", bytes: pictureZip(), pack: asIs },
  { path: "png.zip", bytes: firstPicture(), pack: (bytes) => zipSync({ "a/1.png": bytes, "b/2.png": firstPicture() }) },
];

function firstPicture(): Uint8Array {
  const zip = pictureZip();
  const start = Buffer.from(zip).indexOf(Buffer.of(0x89, 0x50, 0x4e, 0x47));
  const end = Buffer.from(zip).indexOf("IEND", start) + 8;
  return zip.slice(start, end);
}

/** The beginnings of real files where they are at hand, Parquet whole: it is read from its end. */
function realSeeds(): Seed[] {
  const folder = new URL("../../../../shared/data/", import.meta.url).pathname;
  const files = [
    { path: "cifar10/cifar10-test-100perclass.bin", records: 20 * 3073 },
    { path: "cifar100/cifar100-test-10perclass.bin", records: 20 * 3074 },
    { path: "transfer/flowers12/flowers12-test-32.bin", records: 20 * 3073 },
    { path: "parquet/standin-cifar100__cifar100__test-first500.parquet", records: Number.POSITIVE_INFINITY },
  ];
  return files.flatMap(({ path, records }) => {
    const whole = join(folder, path);
    if (!existsSync(whole)) return [];
    const bytes = new Uint8Array(readFileSync(whole)).slice(0, records);
    return [{ path: path.split("/").at(-1)!, bytes, pack: asIs }];
  });
}

/** A place is a fraction of the length, measured from the end half of the time: that is where directories lie. */
const place = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom("whole", "start", "end"));
type Place = [number, "whole" | "start" | "end"];
const edge = 400;

function positionOf([fraction, where]: Place, length: number): number {
  const reach = where === "whole" ? length : Math.min(edge, length);
  const at = Math.min(reach - 1, Math.floor(fraction * reach));
  return where === "end" ? length - 1 - at : at;
}

const damage = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), place, value: fc.integer({ min: 1, max: 255 }) }),
  fc.record({
    kind: fc.constant("word" as const),
    place,
    value: fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
  }),
  fc.record({ kind: fc.constant("cut" as const), place, value: fc.constant(0) }),
  fc.record({ kind: fc.constant("drop" as const), place, value: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ kind: fc.constant("double" as const), place, value: fc.integer({ min: 1, max: 512 }) }),
);
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(bytes: Uint8Array, { kind, place: where, value }: Damage): Uint8Array {
  if (bytes.length === 0) return bytes;
  const at = positionOf(where, bytes.length);
  const copy = Uint8Array.from(bytes);
  switch (kind) {
    case "flip":
      copy[at]! ^= value;
      return copy;
    case "word":
      for (let i = 0; i < 4 && at + i < copy.length; i++) copy[at + i] = (value >>> (8 * i)) & 255;
      return copy;
    case "cut":
      return copy.subarray(0, at);
    case "drop":
      return new Uint8Array(Buffer.concat([copy.subarray(0, at), copy.subarray(at + value)]));
    case "double":
      return new Uint8Array(Buffer.concat([copy.subarray(0, at + value), copy.subarray(at)]));
    default:
      return kind satisfies never;
  }
}

type Outcome = { readonly kind: "accepted" | "refused inside" | "refused at the door"; readonly ms: number };

/** Throws what is neither a refusal nor a whole set. */
async function outcomeOf(path: string, bytes: Uint8Array): Promise<Outcome> {
  const start = performance.now();
  const now = () => performance.now();
  try {
    const found = await readImages(path, [sourceFile(path, bytes)], decodePng, new Budget(limits, now));
    const { size, classes, training, validation, test: judged } = found.images;
    for (const split of [training, validation, judged]) {
      if (split.pixels.length !== split.labels.length * size[0] * size[1] * size[2])
        throw new Error("pixels are missing");
      if (split.labels.some((label) => label >= classes.length)) throw new Error("a label has no class");
    }
    if (training.labels.length === 0) throw new Error("the set is empty");
    summaryOf(found);
    return { kind: "accepted", ms: now() - start };
  } catch (error) {
    if (!(error instanceof BadInput) || error.problem.code !== "data-file") throw error;
    const { fault } = error.problem;
    const isDoor = fault.kind === "format" || fault.kind === "cut";
    return { kind: isDoor ? "refused at the door" : "refused inside", ms: now() - start };
  }
}

test(
  `${inputs} damaged files are refused or read, each in time`,
  async () => {
    const seeds = [...made, ...realSeeds()];
    // A whole Parquet file takes fifty times as long as the others.
    const weighted = seeds.map((value, index) => ({
      weight: value.path.endsWith(".parquet") ? 1 : 4,
      arbitrary: fc.constant(index),
    }));
    const counts = { accepted: 0, "refused inside": 0, "refused at the door": 0 };
    let slowest = { ms: 0, path: "" };
    await fc.assert(
      fc.asyncProperty(fc.oneof(...weighted), fc.array(damage, { minLength: 1, maxLength: 4 }), async (index, all) => {
        const { path, bytes, pack } = seeds[index]!;
        const { kind, ms } = await outcomeOf(path, pack(all.reduce(damaged, bytes)));
        counts[kind] += 1;
        if (ms > slowest.ms) slowest = { ms, path };
      }),
      { numRuns: inputs, seed: 6, endOnFailure: true },
    );
    const text = Object.entries(counts)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(", ");
    process.stdout.write(`${inputs} damaged files: ${text}; slowest ${Math.round(slowest.ms)} ms (${slowest.path})\n`);
    expect(slowest.ms).toBeLessThan(2 * mostMs);
    expect(counts.accepted + counts["refused inside"]).toBeGreaterThan(0.2 * inputs);
  },
  60_000 + 50 * inputs,
);

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
        const { kind } = await outcomeOf(path, new Uint8Array(Buffer.concat([begin, rest])));
        expect(kind).not.toBe("accepted");
      },
    ),
    { numRuns: 300, seed: 6 },
  );
});
