/** Files of images that are whole: made here, and beginnings of real ones where they are at hand. */
import { zipSync, zlibSync } from "fflate";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Budget, usualLimits } from "../../data/import/budget.ts";
import { decodePng } from "../../data/import/png.ts";
import { readImages } from "../../data/import/read.ts";
import {
  cifarFile,
  csvFile,
  gzipped,
  idxFiles,
  npyFile,
  npzFile,
  pictureZip,
  pngFile,
  sourceFile,
  tarFile,
} from "../image-file-makers.ts";
import { parquetFile } from "../parquet-maker.ts";
import { pngChunk, pngOf } from "../png-maker.ts";

export interface ImageSeed {
  readonly row: string;
  /** Names the form where the bytes do not. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Around the damaged bytes, with every checksum made anew, so that none stops the damage at the door. */
  readonly pack: (bytes: Uint8Array) => Uint8Array;
  /** What stands in the file is under a checksum: whatever is read of it damaged must be an image of the whole file. */
  readonly isSealed: boolean;
  /** How often it is taken, beside 4 for most. */
  readonly weight: number;
  /** Whole files that are given with it. */
  readonly beside?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

const asIs = (bytes: Uint8Array) => bytes;
const { images, labels } = idxFiles();

/** The real files' folder, beside the project. */
const folder = join(process.cwd(), "../shared/data");

const made: readonly Omit<ImageSeed, "weight">[] = [
  { row: "CIFAR .bin", path: "data_batch_1.bin", bytes: cifarFile(1), pack: asIs, isSealed: false },
  { row: "CIFAR .bin", path: "cifar100.bin", bytes: cifarFile(2), pack: asIs, isSealed: false },
  {
    row: ".tar",
    path: "a.tar",
    bytes: tarFile({ "c/data_batch_1.bin": cifarFile(1) }),
    pack: asIs,
    isSealed: false,
  },
  {
    row: ".tar.gz, its gzip made anew",
    path: "a.tar.gz",
    bytes: tarFile({ "c/data_batch_1.bin": cifarFile(1) }),
    pack: gzipped,
    isSealed: false,
  },
  {
    row: ".tar.gz",
    path: "b.tar.gz",
    bytes: gzipped(tarFile({ "c/data_batch_1.bin": cifarFile(1) })),
    pack: asIs,
    isSealed: true,
  },
  {
    row: "IDX in .zip, its checksums made anew",
    path: "images.zip",
    bytes: images,
    pack: (bytes) => zipSync({ "x-images": bytes, "x-labels": labels }),
    isSealed: false,
  },
  {
    row: "IDX in .zip, its checksums made anew",
    path: "labels.zip",
    bytes: labels,
    pack: (bytes) => zipSync({ "x-images": images, "x-labels": bytes }),
    isSealed: false,
  },
  { row: ".npz", path: "a.npz", bytes: npzFile(), pack: asIs, isSealed: true },
  {
    row: ".npz, its checksums made anew",
    path: "b.npz",
    bytes: npyFile("|u1", [12, 8, 8], images.subarray(16, 16 + 768)),
    pack: (bytes) => zipSync({ "x.npy": bytes, "y.npy": npyFile("|u1", [12], labels.subarray(8)) }),
    isSealed: false,
  },
  {
    row: ".npy beside its labels",
    path: "a/x.npy",
    bytes: npyFile("|u1", [12, 8, 8], images.subarray(16, 16 + 768)),
    pack: asIs,
    isSealed: false,
    beside: [{ path: "a/y.npy", bytes: npyFile("|u1", [12], labels.subarray(8)) }],
  },
  {
    row: ".npy alone",
    path: "x.npy",
    bytes: npyFile("<f4", [2, 8, 8], new Uint8Array(512)),
    pack: asIs,
    isSealed: false,
  },
  {
    row: "IDX .gz beside its labels",
    path: "a/b-images-idx3-ubyte.gz",
    bytes: gzipped(images),
    pack: asIs,
    isSealed: true,
    beside: [{ path: "a/b-labels-idx1-ubyte.gz", bytes: gzipped(labels) }],
  },
  {
    row: "IDX .gz, its gzip made anew",
    path: "a/c-images-idx3-ubyte.gz",
    bytes: images,
    pack: gzipped,
    isSealed: false,
    beside: [{ path: "a/c-labels-idx1-ubyte.gz", bytes: gzipped(labels) }],
  },
  { row: "CSV", path: "a.csv", bytes: csvFile(), pack: asIs, isSealed: false },
  { row: ".zip of PNGs", path: "a.zip", bytes: pictureZip(), pack: asIs, isSealed: true },
];

/** PNGs of which all but the signature is made anew around damaged rows or a damaged header. */
function pngSeeds(): Omit<ImageSeed, "weight">[] {
  const size = { width: 10, height: 10, depth: 8, colour: 2 };
  const rows = new Uint8Array(31 * 10).map((_, i) => (i % 31 === 0 ? (i / 31) % 5 : i * 7));
  const other = pngFile(10, 10, 3, new Uint8Array(300).fill(9));
  const twoClasses = (png: Uint8Array) => zipSync({ "a/1.png": png, "b/2.png": other }, { level: 0 });
  const header = pngOf(size, []).subarray(16, 29);
  return [
    {
      row: "PNG, its rows packed anew",
      path: "rows.zip",
      bytes: rows,
      pack: (bytes) => twoClasses(pngOf(size, [pngChunk("IDAT", zlibSync(bytes))])),
      isSealed: false,
    },
    {
      row: "PNG, its header sealed anew",
      path: "header.zip",
      bytes: header,
      pack: (bytes) => {
        const png = pngOf(size, [pngChunk("IDAT", zlibSync(rows))]);
        return twoClasses(
          new Uint8Array(Buffer.concat([png.subarray(0, 8), pngChunk("IHDR", bytes), png.subarray(33)])),
        );
      },
      isSealed: false,
    },
    {
      row: "PNG, its deflate sealed anew",
      path: "deflate.zip",
      bytes: zlibSync(rows),
      pack: (bytes) => twoClasses(pngOf(size, [pngChunk("IDAT", bytes)])),
      isSealed: false,
    },
    { row: "PNG", path: "png.zip", bytes: pngFile(10, 10, 3, rows.subarray(0, 300)), pack: twoClasses, isSealed: true },
  ];
}

function realFile(path: string): Uint8Array | null {
  const whole = join(folder, path);
  return existsSync(whole) ? new Uint8Array(readFileSync(whole)) : null;
}

/** Of a real Parquet file the first images as PNGs, in files written anew: small enough to be tried often. */
async function ownParquet(): Promise<Omit<ImageSeed, "weight">[]> {
  const bytes = realFile("parquet/standin-cifar10__plain_text__test-first1000.parquet");
  if (!bytes) return [];
  const budget = new Budget(usualLimits, () => performance.now());
  const { images: found } = await readImages("a", [sourceFile("a.parquet", bytes)], decodePng, budget);
  const pngs = Array.from({ length: 8 }, (_, i) =>
    pngFile(32, 32, 3, found.training.pixels.subarray(3072 * i, 3072 * (i + 1))),
  );
  const own = [...found.training.labels.subarray(0, 8)];
  const [first, ...others] = pngs;
  return [
    {
      row: "Parquet of real images, written anew",
      path: "own.parquet",
      bytes: parquetFile(pngs, own, found.classes, 4),
      pack: asIs,
      isSealed: false,
    },
    {
      row: "Parquet of real images, one PNG changed",
      path: "png.parquet",
      bytes: first!,
      pack: (png) => parquetFile([png, ...others], own, found.classes, 4),
      isSealed: true,
    },
  ];
}

function realSeeds(): ImageSeed[] {
  const files = [
    { row: "CIFAR-10, real", path: "cifar10/cifar10-test-100perclass.bin", bytes: 20 * 3073, weight: 4 },
    { row: "CIFAR-100, real", path: "cifar100/cifar100-test-10perclass.bin", bytes: 20 * 3074, weight: 4 },
    { row: "flowers, real", path: "transfer/flowers12/flowers12-test-32.bin", bytes: 20 * 3073, weight: 4 },
    // It is read from its end, so it is taken whole, and takes fifty times as long as the others.
    {
      row: "Parquet, real",
      path: "parquet/standin-cifar100__cifar100__test-first500.parquet",
      bytes: Number.POSITIVE_INFINITY,
      weight: 1,
    },
  ];
  return files.flatMap(({ row, path, bytes, weight }) => {
    const whole = realFile(path);
    if (!whole) return [];
    return [{ row, path: path.split("/").at(-1)!, bytes: whole.slice(0, bytes), pack: asIs, isSealed: false, weight }];
  });
}

export async function imageSeeds(): Promise<readonly ImageSeed[]> {
  const usual = [...made, ...pngSeeds(), ...(await ownParquet())].map((seed) => ({ ...seed, weight: 4 }));
  return [...usual, ...realSeeds()];
}
