import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { BadInput } from "../../core/bad-input.ts";
import type { DataFault } from "../../core/data-fault.ts";
import {
  cifarFile,
  csvFile,
  gzipped,
  idxFiles,
  imagesMade,
  labelsMade,
  npyFile,
  npzFile,
  pictureZip,
  pngFile,
  randomPixels,
  sourceFile,
  tarFile,
} from "../../testing/image-file-makers.ts";
import type { Limits } from "./budget.ts";
import { Budget, usualLimits } from "./budget.ts";
import type { FoundSet } from "./found-set.ts";
import { decodePng } from "./png.ts";
import { readImages } from "./read.ts";

type Files = Readonly<Record<string, Uint8Array>>;

function read(files: Files, limits: Partial<Limits> = {}, now = () => 0): Promise<FoundSet> {
  const [first] = Object.keys(files);
  const name = first!.split("/")[0]!;
  const sources = Object.entries(files).map(([path, bytes]) => sourceFile(path, bytes));
  return readImages(name, sources, decodePng, new Budget({ ...usualLimits, ...limits }, now));
}

function prefixed(prefix: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [prefix + path, bytes]));
}

/** Of the refusal; anything else thrown fails the test. */
async function faultOf(reading: Promise<FoundSet>): Promise<DataFault> {
  const error: unknown = await reading.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof BadInput && error.problem.code === "data-file") {
    expect(error.message).toMatch(/^[^\n]+; [^\n;]+\.$/);
    return error.problem.fault;
  }
  throw new Error(`no refusal: ${String(error)}`);
}

const { images: idxImages, labels: idxLabels } = idxFiles();
const idx = { "d/train-images-idx3-ubyte": idxImages, "d/train-labels-idx1-ubyte": idxLabels };

/** Planes as CIFAR stores them, `[3, 1024]` an image, as `[1024, 3]`. */
function interleaved(planes: Uint8Array): number[] {
  return Array.from(planes, (_, i) => {
    const image = Math.floor(i / 3072) * 3072;
    return planes[image + (i % 3) * 1024 + Math.floor((i % 3072) / 3)]!;
  });
}

describe("every form gives its images, labels and sizes", () => {
  test.each<[string, Files, readonly number[], ArrayLike<number>]>([
    ["CIFAR-10", { "a.bin": cifarFile(1) }, [32, 32, 3], interleaved(randomPixels(3072))],
    ["CIFAR-100, fine labels", { "a.bin": cifarFile(2) }, [32, 32, 3], interleaved(randomPixels(3072))],
    [
      "CIFAR in a .tar",
      { "a.tar": tarFile({ "c/data_batch_1.bin": cifarFile(1) }) },
      [32, 32, 3],
      interleaved(randomPixels(3072)),
    ],
    [
      "CIFAR in a .tar.gz",
      { "a.tgz": gzipped(tarFile({ "c/data_batch_1.bin": cifarFile(1) })) },
      [32, 32, 3],
      interleaved(randomPixels(3072)),
    ],
    ["IDX", idx, [28, 28, 1], randomPixels(784)],
    [
      "IDX, .gz",
      { "d/x-images.idx3-ubyte.gz": gzipped(idxImages), "d/x-labels.idx1-ubyte.gz": gzipped(idxLabels) },
      [28, 28, 1],
      randomPixels(784),
    ],
    [
      "IDX, .gz in a .zip",
      {
        "a.zip": zipSync({
          "i-images-idx3-ubyte.gz": gzipped(idxImages),
          "i-labels-idx1-ubyte.gz": gzipped(idxLabels),
        }),
      },
      [28, 28, 1],
      randomPixels(784),
    ],
    [".npz", { "a.npz": npzFile() }, [8, 8, 3], randomPixels(192)],
    [
      ".npy, side by side",
      {
        "d/images.npy": npyFile("|u1", [imagesMade, 8, 8], randomPixels(64)),
        "d/labels.npy": npyFile("|u1", [imagesMade], labelsMade),
      },
      [8, 8, 1],
      randomPixels(64),
    ],
    ["CSV", { "a.csv": csvFile() }, [8, 8, 1], randomPixels(64)],
  ])("%s", async (_name, files, size, pixels) => {
    const { images } = await read(files);
    expect(images.size).toEqual(size);
    expect([...images.training.labels]).toEqual([...labelsMade]);
    expect(Buffer.from(images.training.pixels).equals(Buffer.from(Array.from(pixels)))).toBe(true);
    expect(images.classes).toHaveLength(3);
  });

  test("pictures in a folder for each class, classes in the order of their names", async () => {
    const { images } = await read({ "a.zip": pictureZip() });
    expect([images.size, images.classes]).toEqual([
      [10, 10, 3],
      ["ant", "bee", "cat"],
    ]);
    expect([...images.training.labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    const pixels = randomPixels(300);
    expect([...images.training.pixels.subarray(300, 600)]).toEqual([...pixels.subarray(900, 1200)]);
  });

  test("numbers in Fortran order, the first index the fastest, are the same images", async () => {
    const [rows, columns] = [4, 6];
    const pixels = randomPixels(rows * columns * 3);
    const shape = [imagesMade, rows, columns, 3];
    const columnFirst = new Uint8Array(pixels.length);
    let at = 0;
    for (let channel = 0; channel < 3; channel++)
      for (let column = 0; column < columns; column++)
        for (let row = 0; row < rows; row++)
          for (let image = 0; image < imagesMade; image++)
            columnFirst[at++] = pixels[((image * rows + row) * columns + column) * 3 + channel]!;
    const { images } = await read({
      "d/x.npy": npyFile("|u1", shape, columnFirst, "Fortran"),
      "d/y.npy": npyFile("|u1", [imagesMade], labelsMade, "Fortran"),
    });
    expect([...images.training.pixels]).toEqual([...pixels]);
    expect([...images.training.labels]).toEqual([...labelsMade]);
  });

  test("fractions in .npy count from 0 to 1", async () => {
    const values = Float32Array.from({ length: imagesMade * 64 }, (_, index) => (index % 256) / 255);
    const { images } = await read({
      "d/x.npy": npyFile("<f4", [imagesMade, 8, 8], new Uint8Array(values.buffer)),
      "d/y.npy": npyFile("|u1", [imagesMade], labelsMade),
    });
    expect([...images.training.pixels]).toEqual(Array.from({ length: imagesMade * 64 }, (_, index) => index % 256));
  });
});

test("the same images have the same hash, whatever they were packed in", async () => {
  const plain = await read({ "a.bin": cifarFile(1) });
  const packed = await read({ "b.tar.gz": gzipped(tarFile({ "c/data_batch_1.bin": cifarFile(1) })) });
  const other = await read({ "a.bin": cifarFile(1).map((byte, index) => (index === 5 ? byte ^ 1 : byte)) });
  expect(packed.sha256).toBe(plain.sha256);
  expect(other.sha256).not.toBe(plain.sha256);
});

test("splits are known by their names, and names of classes by the file beside", async () => {
  const { images, ignored } = await read({
    "d/data_batch_1.bin": cifarFile(1),
    "d/test_batch.bin": cifarFile(1),
    "d/batches.meta.txt": new TextEncoder().encode("plane\ncar\nbird\n"),
    "d/readme.html": new Uint8Array(3),
  });
  expect([images.training, images.validation, images.test].map(({ labels }) => labels.length)).toEqual([12, 0, 12]);
  expect(images.classes).toEqual(["plane", "car", "bird"]);
  expect(ignored).toEqual(["d/readme.html"]);
});

test("pictures that a split keeps without their classes are left out, and named", async () => {
  const picture = pngFile(4, 4, 1, randomPixels(16, 1));
  const { images, ignored } = await read({
    "d/train/cat/1.png": picture,
    "d/train/dog/1.png": picture,
    "d/test/1.png": picture,
    "d/test/2.png": picture,
  });
  expect([images.classes, images.training.labels.length, images.test.labels.length]).toEqual([["cat", "dog"], 2, 0]);
  expect(ignored).toEqual(["d/test/1.png", "d/test/2.png"]);
});

test("a damaged picture is left out and named; where all are, the set is refused", async () => {
  const picture = pngFile(4, 4, 1, randomPixels(16, 1));
  const broken = picture.slice(0, -20);
  const { images, ignored } = await read({ "d/a/1.png": picture, "d/a/2.png": broken, "d/b/1.png": picture });
  expect([images.training.labels.length, ignored]).toEqual([2, ["d/a/2.png"]]);
  expect(await faultOf(read({ "d/a/1.png": broken, "d/b/1.png": broken }))).toMatchObject({ kind: "missing" });
});

test("where no folder parts a set, a class may be called as a split", async () => {
  const picture = pngFile(4, 4, 1, randomPixels(16, 1));
  const { images } = await read({ "d/test/1.png": picture, "d/cat/1.png": picture });
  expect(images.classes).toEqual(["cat", "test"]);
});

test("splits with pictures of other sizes and colours become one set", async () => {
  const [grey, coloured] = [pngFile(4, 4, 1, randomPixels(16, 1)), pngFile(2, 2, 3, randomPixels(12, 1))];
  const { images, refitted } = await read({
    "d/train/cat/1.png": grey,
    "d/train/dog/1.png": grey,
    "d/test/cat/1.png": coloured,
    "d/test/dog/1.png": grey,
  });
  expect([images.size, images.training.labels.length, images.test.labels.length]).toEqual([[4, 4, 3], 2, 2]);
  expect(refitted).toEqual([{ path: "d/test/cat/1.png", size: "2x2x3", place: { split: "test", index: 0 } }]);
});

test("of equally common sizes the largest is taken, and colours are no size", async () => {
  const { images, refitted } = await read({
    "d/a/1.png": pngFile(2, 2, 1, new Uint8Array(4)),
    "d/b/1.png": pngFile(4, 4, 1, new Uint8Array(16).fill(9)),
    "d/a/2.png": pngFile(2, 2, 3, new Uint8Array(12).fill(5)),
    "d/b/2.png": pngFile(4, 4, 3, new Uint8Array(48).fill(7)),
  });
  expect(images.size).toEqual([4, 4, 3]);
  expect(refitted.map(({ path }) => path)).toEqual(["d/a/1.png", "d/a/2.png"]);
});

test("pictures of another size are fitted, and named", async () => {
  const one = pngFile(4, 4, 1, new Uint8Array(16).fill(9));
  const { images, refitted } = await read({
    "d/a/1.png": one,
    "d/a/2.png": one,
    "d/b/3.png": pngFile(2, 2, 1, new Uint8Array(4).fill(9)),
  });
  expect(images.size).toEqual([4, 4, 1]);
  expect(refitted).toEqual([{ path: "d/b/3.png", size: "2x2x1", place: { split: "training", index: 2 } }]);
  expect([...images.training.pixels.subarray(32)]).toEqual([0, 0, 0, 0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 0, 0, 0]);
});

test("an empty folder is named, whatever it is packed in, and is no class", async () => {
  const picture = pngFile(4, 4, 1, randomPixels(16, 1));
  const pictures = { "d/a/1.png": picture, "d/b/1.png": picture };
  const nothing = new Uint8Array(0);
  const folders = { "d/": nothing, "d/a/": nothing, "d/c/": nothing, "d/.git/": nothing };
  for (const files of [
    { "s/": nothing, "s/d/c/": nothing, ...prefixed("s/", pictures) },
    { "s.zip": zipSync({ ...folders, ...pictures }) },
    { "s.tar": tarFile({ ...folders, "./": nothing, "../": nothing, ...pictures }) },
  ]) {
    const { images, ignored } = await read(files);
    expect(images.classes).toEqual(["a", "b"]);
    expect(ignored).toEqual([expect.stringMatching(/^s(?:\.zip|\.tar)?\/d\/c\/$/)]);
  }
});

test("small oblong pictures are framed to squares of their longer side", async () => {
  const one = pngFile(3, 2, 1, new Uint8Array(6).fill(9));
  const { images, refitted } = await read({ "d/a/1.png": one, "d/b/1.png": one });
  expect([images.size, refitted]).toEqual([[3, 3, 1], []]);
});

describe("what cannot be read is refused with its place", () => {
  const cut = cifarFile(1).subarray(0, 10_000);
  const badLabel = cifarFile(1).map((byte, index) => (index === 2 * 3073 ? 77 : byte));
  const bomb = zipSync({ "x.npy": new Uint8Array(2 ** 22) });
  test.each<[string, Files, Partial<DataFault>]>([
    ["nothing known", { "a.dat": new Uint8Array(100) }, { kind: "format" }],
    ["nothing at all", { "a.bin": new Uint8Array(0) }, { kind: "cut" }],
    ["a cut .bin", { "a.bin": cut }, { kind: "cut", expected: 12_292, found: 10_000 }],
    ["a label beyond CIFAR-10's", { "data_batch_1.bin": badLabel }, { kind: "label", label: "77", classes: 10 }],
    ["IDX images without labels", { "t10k-images-idx3-ubyte": idxImages }, { kind: "missing" }],
    ["IDX labels without images", { "t10k-labels-idx1-ubyte": idxLabels }, { kind: "missing" }],
    ["cut IDX images", { ...idx, "d/train-images-idx3-ubyte": idxImages.subarray(0, 900) }, { kind: "cut" }],
    ["a zip bomb", { "a.npz": bomb }, { kind: "limit", what: "ratio" }],
    ["a gzip bomb", { "a.gz": gzipped(new Uint8Array(2 ** 22)) }, { kind: "limit", what: "ratio" }],
    [
      "a .gz whose end was cut off, and whose last bytes say anything",
      {
        "a.bin.gz": gzipped(randomPixels(2 ** 21, 7))
          .subarray(0, 2 ** 20)
          .map((byte, at) => (at < 2 ** 20 - 4 ? byte : 255)),
      },
      { kind: "damaged", form: "gzip" },
    ],
    ["a pickle", { "d/x.npy": npyFile("|O", [2, 4, 4], new Uint8Array(32)) }, { kind: "unsupported" }],
    ["a link in a tar", { "a.tar": tarFile({ "c/a.bin": new Uint8Array(0) }, "2") }, { kind: "unsupported" }],
    ["a way out of a tar", { "a.tar": tarFile({ "../a.bin": cifarFile(1) }) }, { kind: "unsupported" }],
    ["a way out of a zip", { "a.zip": zipSync({ "../a.bin": cifarFile(1) }) }, { kind: "unsupported" }],
    [
      "archives in archives",
      { "a.zip": zipSync({ "b.zip": zipSync({ "c.zip": zipSync({ "d.zip": pictureZip() }) }) }) },
      { kind: "unsupported" },
    ],
    ["a word in a CSV", { "a.csv": new TextEncoder().encode("1,2,3,4,5\n1,2,x,4,5\n") }, { kind: "unsupported" }],
    ["a CSV of no square", { "a.csv": new TextEncoder().encode("1,2,3,4\n") }, { kind: "unsupported" }],
    ["one class", { "d/a/1.png": pngFile(4, 4, 1, new Uint8Array(16)) }, { kind: "missing" }],
    ["sizes that differ", { "d/a.bin": cifarFile(1), "d/b.csv": csvFile() }, { kind: "mixed" }],
    ["a broken Parquet", { "a.parquet": new TextEncoder().encode("PAR1 and then nothing PAR1") }, { kind: "damaged" }],
  ])("%s", async (_name, files, fault) => {
    expect(await faultOf(read(files))).toMatchObject(fault);
  });

  test("a byte changed inside a zip, which fflate alone would not see", async () => {
    const stored = zipSync({ "a.bin": cifarFile(1) }, { level: 0 });
    stored[5000]! ^= 1;
    await expect(read({ "a.zip": stored })).rejects.toThrow(/entry 1, is damaged .zip: the checksum/);
  });

  test("a gzip with more behind the length that it says, where pieces end at that length", async () => {
    // Two members of 16 KiB, as pieces come; blank lines count for nothing in CSV.
    const lines = csvFile();
    const padded = new Uint8Array(16_384).fill(10);
    padded.set(lines);
    const twice = new Uint8Array(Buffer.concat([gzipped(padded), gzipped(padded)]));
    expect(await faultOf(read({ "a.csv.gz": twice }))).toMatchObject({ kind: "damaged" });
  });

  describe("a tar of two files", () => {
    const tar = tarFile({ "c/data_batch_1.bin": cifarFile(1), "c/test_batch.bin": cifarFile(1) });
    const secondHeader = 512 + 73 * 512;

    test.each([
      ["in the middle of a file", 5000],
      ["between the files", secondHeader],
      ["inside the second header", secondHeader + 100],
    ])("that is cut %s", async (_name, length) => {
      expect(await faultOf(read({ "a.tar": tar.subarray(0, length) }))).toMatchObject({ kind: "cut", found: length });
    });

    test("whose second size is no number", async () => {
      const other = tar.slice();
      const header = other.subarray(secondHeader, secondHeader + 512);
      header.fill(0xff, 124, 136).fill(32, 148, 156);
      const sum = header.reduce((total, byte) => total + byte, 0);
      header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
      expect(await faultOf(read({ "a.tar": other }))).toMatchObject({ kind: "damaged" });
    });
  });

  test("a zip whose file unpacks to more than it says", async () => {
    // 30 MB behind a promise of one byte, whose checksum is that of the byte.
    const zip = zipSync({ "x.npy": new Uint8Array(30_000_000) });
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
    const directory = view.getUint32(zip.length - 6, true);
    view.setUint32(directory + 16, 0xd202ef8d, true);
    view.setUint32(directory + 24, 1, true);
    expect(await faultOf(read({ "a.zip": zip }))).toMatchObject({
      kind: "damaged",
      form: "zip",
      damage: { why: "other-length" },
    });
  });

  test("a zip that says it holds gigabytes", async () => {
    const zip = pictureZip();
    const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
    const directory = view.getUint32(zip.length - 6, true);
    view.setUint32(directory + 24, 0x7fffffff, true);
    expect(await faultOf(read({ "a.zip": zip }))).toMatchObject({ kind: "limit" });
  });

  test.each([
    ["bytes", { "a.bin": cifarFile(1) }],
    ["images", { "a.bin": cifarFile(1) }],
    ["files", { "a.zip": pictureZip() }],
    ["unpacked", { "a.zip": pictureZip() }],
    [
      "side",
      {
        "d/x.npy": npyFile("|u1", [imagesMade, 8, 8], randomPixels(64)),
        "d/y.npy": npyFile("|u1", [imagesMade], labelsMade),
      },
    ],
    ["classes", { "a.zip": pictureZip() }],
  ] as const)("more %s than allowed", async (what, files) => {
    expect(await faultOf(read(files, { [what]: 2 }))).toMatchObject({ kind: "limit", what, most: 2 });
  });

  test.each([
    ["a zip", { "a.zip": pictureZip() }, 5000],
    // The third look at the clock is at its first piece.
    ["a gzip", { "a.csv.gz": gzipped(csvFile()) }, 2500],
  ] as const)("a reading of %s that takes too long ends", async (_name, files, milliseconds) => {
    let time = 0;
    const slow = () => (time += 1000);
    expect(await faultOf(read(files, { milliseconds }, slow))).toMatchObject({ what: "milliseconds" });
  });
});

describe("PNG", () => {
  test("transparent parts lie on black", async () => {
    const { pixels } = await decodePng(pngFile(2, 1, 4, Uint8Array.of(200, 100, 50, 255, 200, 100, 50, 51)), "a.png");
    expect([...pixels]).toEqual([200, 100, 50, 40, 20, 10]);
  });

  test.each([0, 20, 60, 100])("a byte changed at %i per cent is noticed", async (place) => {
    const png = pngFile(10, 10, 3, randomPixels(300, 1));
    png[Math.min(png.length - 1, Math.floor((png.length * place) / 100))]! ^= 4;
    await expect(decodePng(png, "a.png")).rejects.toThrow(/^a\.png is damaged \(PNG: /);
  });

  test("a header that claims many pixels allocates none", async () => {
    const png = pngFile(10, 10, 3, randomPixels(300, 1));
    new DataView(png.buffer, png.byteOffset).setUint32(16, 4000);
    await expect(decodePng(png, "a.png")).rejects.toThrow("another length");
  });
});
