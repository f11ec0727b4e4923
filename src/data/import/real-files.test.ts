/** Sets as others publish them, from `../shared/data` beside the project; skipped where that folder is absent. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TestContext } from "vitest";
import { sourceFile } from "../../testing/image-file-makers.ts";
import { statisticsOf } from "../statistics.ts";
import { Budget, usualLimits } from "./budget.ts";
import { decodePng } from "./png.ts";
import { readImages } from "./read.ts";
import { summaryOf } from "./summary.ts";

const folder = new URL("../../../../shared/data/", import.meta.url).pathname;

/** Skips the test where a file is absent; `name` is what was given. */
function read(context: TestContext, name: string, paths: readonly string[]) {
  for (const path of paths) context.skip(!existsSync(join(folder, path)), `../shared/data/${path} is absent`);
  const files = paths.map((path) =>
    sourceFile(`${name}/${basename(path)}`, new Uint8Array(readFileSync(join(folder, path)))),
  );
  return readImages(name, files, decodePng, new Budget(usualLimits, () => performance.now()));
}

const cifar10 = [
  "cifar10/cifar10-train-500perclass.bin",
  "cifar10/cifar10-test-100perclass.bin",
  "cifar10/batches.meta.txt",
];
const cifar100 = [
  "cifar100/cifar100-train-20perclass.bin",
  "cifar100/cifar100-test-10perclass.bin",
  "cifar100/coarse_label_names.txt",
  "cifar100/fine_label_names.txt",
];

test("CIFAR-10 has 500 and 100 images of each class, and about its published mean", async (context) => {
  const { images } = await read(context, "cifar10", cifar10);
  const { classes } = summaryOf({ name: "", sha256: "", images, refitted: [], ignored: [] });
  expect(classes[9]).toEqual({ name: "truck", training: 500, validation: 0, test: 100 });
  expect(new Set(classes.map(({ training, test: judged }) => `${training} ${judged}`))).toEqual(new Set(["500 100"]));
  const { mean, deviation } = statisticsOf(images.training, images.size);
  // Of all 50,000; 5,000 of them stray by a standard error of about 0.004, in each channel alike.
  for (const [channel, published] of [0.4914, 0.4822, 0.4465].entries()) {
    expect(mean[channel]).toBeCloseTo(published, 1.7);
  }
  for (const [channel, published] of [0.247, 0.2435, 0.2616].entries()) {
    expect(deviation[channel]).toBeCloseTo(published, 1.7);
  }
});

test("CIFAR-100 takes the fine labels and their names", async (context) => {
  const { images } = await read(context, "cifar100", cifar100);
  const { classes, empty } = summaryOf({ name: "", sha256: "", images, refitted: [], ignored: [] });
  expect([classes.length, classes[0]!.name, classes[99]!.name]).toEqual([100, "apple", "worm"]);
  expect(classes.every(({ training, test: judged }) => training === 20 && judged === 10)).toBe(true);
  expect(empty).toEqual([]);
});

test.for([
  { name: "clothing10", splits: ["train", "validation", "test"], counts: [3068, 341, 372], classes: 10 },
  { name: "flowers12", splits: ["train", "test"], counts: [719, 0, 240], classes: 12 },
])("$name has its splits and the names of its classes", async ({ name, splits, counts, classes }, context) => {
  const bins = splits.map((split) => `transfer/${name}/${name}-${split}-32.bin`);
  const { images } = await read(context, name, [...bins, `transfer/${name}/labels.json`]);
  expect([images.training, images.validation, images.test].map(({ labels }) => labels.length)).toEqual(counts);
  expect(images.classes).toHaveLength(classes);
});

describe("Parquet of the hub", () => {
  const firstOf = "parquet/standin-cifar10__plain_text__test-first1000.parquet";

  test("CIFAR-10's PNGs are the very pixels of its .bin", async (context) => {
    const hub = await read(context, "hub", [firstOf]);
    const bin = await read(context, "bin", ["cifar10/cifar10-test-100perclass.bin"]);
    const keys = (images: typeof hub.images.training) =>
      Array.from(
        images.labels,
        (label, index) =>
          `${label} ${Buffer.from(images.pixels.subarray(3072 * index, 3072 * (index + 1))).toString("base64")}`,
      );
    const official = new Set(keys(bin.images.training));
    const shared = keys(hub.images.training).filter((key) => official.has(key));
    // The first 100 of each class are among the first 1,090 images or so; nearly all of the first 1,000 are these.
    expect(shared.length).toBeGreaterThan(900);
    expect(hub.images.classes).toContain("frog");
  });

  test("CIFAR-100 takes fine_label", async (context) => {
    const { images } = await read(context, "hub", ["parquet/standin-cifar100__cifar100__test-first500.parquet"]);
    expect([images.training.labels.length, images.classes.length, images.classes[0]]).toEqual([500, 100, "apple"]);
  });

  test("MNIST has 10,000 images of 28x28, 980 of them zeros", async (context) => {
    const { images } = await read(context, "hub", ["parquet/ylecun-mnist__mnist__test-00000-of-00001.parquet"]);
    expect([images.size, images.training.labels.length]).toEqual([[28, 28, 1], 10_000]);
    expect(images.training.labels.filter((label) => label === 0)).toHaveLength(980);
    // As published for the test images.
    expect(statisticsOf(images.training, images.size).mean[0]).toBeCloseTo(0.1325, 4);
  });
});
