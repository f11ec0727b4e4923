import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { BadInput } from "../core/bad-input.ts";
import type { FashionMnist } from "./fashion-mnist.ts";
import { openFashionMnist } from "./fashion-mnist.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const ignore = () => {};
const wanted = (training: number, validation: number, count: number): FashionMnist => ({
  kind: "fashion-mnist",
  training,
  validation,
  test: count,
});

describe("the embedded files", () => {
  const fromPublic = (path: string) => readFile(new URL(`../../public/${path}`, import.meta.url));

  test("hold all images of Fashion-MNIST, in order", async () => {
    const set = await openFashionMnist(wanted(59_000, 1000, 10_000), fromPublic, ignore);
    expect(set.size).toEqual([32, 32, 1]);
    expect(set.classes).toHaveLength(10);
    // The bytes after the headers of train-labels-idx1-ubyte, t10k-images-idx3-ubyte and train-images-idx3-ubyte.
    const trainingLabels = Buffer.concat([set.training.labels, set.validation.labels]);
    expect(sha256(trainingLabels)).toBe("657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7");
    expect(sha256(unpadded(set.test.pixels))).toBe("c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a");
    expect(sha256(Buffer.concat([unpadded(set.training.pixels), unpadded(set.validation.pixels)]))).toBe(
      "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
    );
  });

  test("are repeated as red, green and blue for networks that see colours, of a few images a class too", async () => {
    const subset = { classes: [5, 9], balanced: true, seed: 3 };
    const few = { ...wanted(20, 16, 16), subset };
    const grey = await openFashionMnist(few, fromPublic, ignore);
    const { size, training } = await openFashionMnist({ ...few, channels: 3 }, fromPublic, ignore);
    expect(size).toEqual([32, 32, 3]);
    expect(training.labels).toEqual(grey.training.labels);
    expect(training.labels.reduce((sum, label) => sum + label, 0)).toBe(10);
    for (const channel of [0, 1, 2])
      expect(training.pixels.filter((_, at) => at % 3 === channel)).toEqual(grey.training.pixels);
  });

  test("are read only as far as they are needed", async () => {
    const read: string[] = [];
    const progress: { done: number; total: number }[] = [];
    const recorded = (path: string) => {
      read.push(path.replace("data/fashion-mnist/", ""));
      return fromPublic(path);
    };
    await openFashionMnist(wanted(5001, 5000, 5000), recorded, (step) => progress.push(step));
    expect(read).toEqual(["manifest.json", "train-00.bin.gz", "train-01.bin.gz", "train-11.bin.gz", "test-00.bin.gz"]);
    expect(progress.map(({ done }) => done)).toEqual([0, 2179242, 4371681, 6577682, 8782358]);
    expect(new Set(progress.map(({ total }) => total))).toEqual(new Set([8782358]));
  });
});

/** `[n, 32, 32]` without the black frame: `[n, 28, 28]`. Fails where the frame is not black. */
function unpadded(pixels: Uint8Array): Uint8Array {
  const inner = new Uint8Array((pixels.length / 1024) * 784);
  let at = 0;
  for (let index = 0; index < pixels.length; index++) {
    const [y, x] = [(index >> 5) & 31, index & 31];
    if (y >= 2 && y < 30 && x >= 2 && x < 30) inner[at++] = pixels[index]!;
    else if (pixels[index] !== 0) throw new Error(`the frame of image ${index >> 10} is not black`);
  }
  return inner;
}

describe("a folder of small shards", () => {
  /** Stored image i is labelled i modulo 10 and filled with i + 1; 3 training shards of 20 images, 2 test shards of 10. */
  function folder() {
    const files = new Map<string, Uint8Array>();
    const shards = (name: string, count: number, times: number) =>
      Array.from({ length: times }, (_, index) => {
        const labels = Uint8Array.from({ length: count }, (_, i) => (index * count + i) % 10);
        const pixels = Uint8Array.from({ length: count * 784 }, (_, i) => index * count + Math.floor(i / 784) + 1);
        const contents = Buffer.concat([labels, pixels]);
        const bytes = gzipSync(contents);
        const file = `${name}-${index}.bin.gz`;
        files.set(`data/fashion-mnist/${file}`, bytes);
        return { file, count, bytes: bytes.length, sha256: sha256(bytes), contentsSha256: sha256(contents) };
      });
    const manifest = {
      classes: "abcdefghij".split(""),
      imageSize: [28, 28, 1],
      shards: { training: shards("train", 20, 3), test: shards("test", 10, 2) },
    };
    files.set("data/fashion-mnist/manifest.json", Buffer.from(JSON.stringify(manifest)));
    return files;
  }
  const readFrom = (files: Map<string, Uint8Array>) => async (path: string) => files.get(path)!;
  const second = "data/fashion-mnist/train-1.bin.gz";

  test.each([
    [16, 16, 16],
    [20, 20, 10],
    [21, 21, 11],
    [19, 41, 20],
    [44, 16, 20],
  ])(
    "%i training, %i validation and %i test images are the first, the last and the first",
    async (training, validation, count) => {
      const set = await openFashionMnist(wanted(training, validation, count), readFrom(folder()), ignore);
      const range = (from: number, length: number) => Array.from({ length }, (_, i) => from + i);
      const middles = (pixels: Uint8Array) =>
        range(0, pixels.length / 1024).map((i) => pixels[i * 1024 + 16 * 32 + 16]! - 1);
      expect(middles(set.training.pixels)).toEqual(range(0, training));
      expect(middles(set.validation.pixels)).toEqual(range(60 - validation, validation));
      expect(middles(set.test.pixels)).toEqual(range(0, count));
      expect([...set.validation.labels]).toEqual(range(60 - validation, validation).map((i) => i % 10));
      expect([...set.training.labels]).toEqual(range(0, training).map((i) => i % 10));
    },
  );

  test("2 black pixels frame each image on every side", async () => {
    const { training } = await openFashionMnist(wanted(16, 16, 16), readFrom(folder()), ignore);
    const lit = Array.from(training.pixels.subarray(0, 1024).entries()).filter(([, level]) => level > 0);
    expect(lit).toHaveLength(784);
    expect([lit[0]![0], lit[27]![0], lit[783]![0]]).toEqual([2 * 32 + 2, 2 * 32 + 29, 29 * 32 + 29]);
  });

  test("a changed byte is refused by its hash, before anything is unpacked", async () => {
    const files = folder();
    files.get(second)![30]! ^= 1;
    const opening = openFashionMnist(wanted(21, 16, 16), readFrom(files), ignore);
    await expect(opening).rejects.toThrow(BadInput);
    await expect(opening).rejects.toThrow(
      /^data\/fashion-mnist\/train-1\.bin\.gz has SHA-256 .{8}… instead of .{8}…: .* restore it/,
    );
  });

  test("a truncated shard is refused with both lengths", async () => {
    const files = folder();
    const whole = files.get(second)!;
    files.set(second, whole.subarray(0, whole.length - 5));
    await expect(openFashionMnist(wanted(21, 16, 16), readFrom(files), ignore)).rejects.toThrow(
      `train-1.bin.gz has ${whole.length - 5} bytes instead of ${whole.length}: it is damaged or incomplete`,
    );
  });

  test("a damaged shard that is not needed is not missed", async () => {
    const files = folder();
    files.delete(second);
    await expect(openFashionMnist(wanted(20, 20, 16), readFrom(files), ignore)).resolves.toBeDefined();
  });

  test("a shard that the server has unpacked on the way is taken, after a look at its own hash", async () => {
    const files = folder();
    const contents = Uint8Array.from(gunzipSync(files.get(second)!));
    files.set(second, contents);
    const opening = () => openFashionMnist(wanted(21, 16, 16), readFrom(files), ignore);
    expect((await opening()).training.labels[20]).toBe(0);
    contents[0] = 9;
    await expect(opening()).rejects.toThrow(BadInput);
  });

  test.each([19, 21])("a manifest that counts %i images in a shard of 20 is refused", async (count) => {
    const files = folder();
    const path = "data/fashion-mnist/manifest.json";
    const text = Buffer.from(files.get(path)!)
      .toString()
      .replace('"train-0.bin.gz","count":20', `"train-0.bin.gz","count":${count}`);
    files.set(path, Buffer.from(text));
    await expect(openFashionMnist(wanted(16, 16, 16), readFrom(files), ignore)).rejects.toThrow(
      `train-0.bin.gz does not hold the ${count} images`,
    );
  });

  test("more images than there are is refused", async () => {
    const opening = (data: FashionMnist) => openFashionMnist(data, readFrom(folder()), ignore);
    await expect(opening(wanted(45, 16, 16))).rejects.toThrow(
      "45 training and 16 validation images are more than the 60 there are",
    );
    await expect(opening(wanted(16, 16, 21))).rejects.toThrow("asks for 21 test images, but there are 20");
  });
});
