/** Fashion-MNIST from the lab's own shards, padded from 28x28 to 32x32 with black so that it halves evenly. */
import { BadInput } from "../core/bad-input.ts";
import { imageSizeOf } from "../core/build-network.ts";
import type { Data } from "../core/experiment.ts";
import type { ImageSet, LabelledImages, Split } from "../core/images.ts";
import type { Manifest, Shard } from "./manifest.ts";
import { manifestOf } from "./manifest.ts";
import type { OnProgress, ReadFile } from "./shard.ts";
import { shardContents } from "./shard.ts";
import { refitted } from "./stored.ts";
import { chosen } from "./subset.ts";

export type FashionMnist = Extract<Data, { kind: "fashion-mnist" }>;
type Size = ImageSet["size"];

const folder = "data/fashion-mnist";

/** Images `from` up to `to` of the stored ones, for one split. */
interface Wanted {
  readonly from: number;
  readonly to: number;
  readonly images: LabelledImages;
}

/** A shard whose first image is the stored image `start`, and who wants something of it. */
interface Job {
  readonly shard: Shard;
  readonly start: number;
  readonly wanted: readonly Wanted[];
}

/** Every image; a subset takes its validation images from the training images. */
const wholeSet: FashionMnist = { kind: "fashion-mnist", training: 60_000, validation: 0, test: 10_000 };

/**
 * Without a subset: training, the first images of the stored training images; validation: the last of them, the same whatever the
 * training count is; test: the first of the test images. Progress counts the bytes of the shards that are needed.
 */
export async function openFashionMnist(
  data: FashionMnist,
  readFile: ReadFile,
  onProgress: OnProgress,
): Promise<ImageSet> {
  if (data.channels === 3) {
    const { channels: _, ...grey } = data;
    return coloured(await openFashionMnist(grey, readFile, onProgress));
  }
  if (data.subset) {
    const { subset } = data;
    return chosen(await openFashionMnist(wholeSet, readFile, onProgress), { ...data, subset });
  }
  const manifestPath = `${folder}/manifest.json`;
  const manifest = manifestOf(await readFile(manifestPath), manifestPath);
  const size = imageSizeOf(data);
  const stored = { training: countIn(manifest.training), test: countIn(manifest.test) };
  checkCounts(data, stored);
  const training = { from: 0, to: data.training, images: emptyImages(data.training, size) };
  const validation = {
    from: stored.training - data.validation,
    to: stored.training,
    images: emptyImages(data.validation, size),
  };
  const test = { from: 0, to: data.test, images: emptyImages(data.test, size) };
  const jobs = [...jobsFor(manifest.training, [training, validation]), ...jobsFor(manifest.test, [test])];
  const total = jobs.reduce((sum, { shard }) => sum + shard.bytes, 0);
  let done = 0;
  onProgress({ done, total });
  for (const job of jobs) {
    await fill(job, manifest.imageSize, size, readFile);
    done += job.shard.bytes;
    onProgress({ done, total });
  }
  return {
    classes: manifest.classes,
    size,
    training: training.images,
    validation: validation.images,
    test: test.images,
  };
}

function coloured({ classes, size, ...images }: ImageSet): ImageSet {
  const seen = (split: Split) => refitted(images[split], size, size[0], 3);
  const [training, validation, test] = [seen("training"), seen("validation"), seen("test")];
  return { classes, size: [size[0], size[1], 3], training, validation, test };
}

function countIn(shards: Manifest["training"]): number {
  return shards.reduce((sum, { count }) => sum + count, 0);
}

function checkCounts({ training, validation, test }: FashionMnist, stored: { training: number; test: number }): void {
  if (training + validation > stored.training)
    throw new BadInput({ code: "images", training, validation, there: stored.training });
  if (test > stored.test) throw new BadInput({ code: "data-few", what: "test", asked: test, there: stored.test });
}

function emptyImages(count: number, [height, width, channels]: Size): LabelledImages {
  return { pixels: new Uint8Array(count * height * width * channels), labels: new Uint8Array(count) };
}

/** The shards that hold anything wanted, each once. */
function jobsFor(shards: readonly Shard[], everyWanted: readonly Wanted[]): Job[] {
  let start = 0;
  const jobs: Job[] = [];
  for (const shard of shards) {
    const end = start + shard.count;
    const wanted = everyWanted.filter(({ from, to }) => from < end && to > start);
    if (wanted.length > 0) jobs.push({ shard, start, wanted });
    start = end;
  }
  return jobs;
}

/** Copies what is wanted of one shard; the shard itself is let go before the next one comes. */
async function fill({ shard, start, wanted }: Job, stored: Size, size: Size, readFile: ReadFile): Promise<void> {
  const imageBytes = stored[0] * stored[1] * stored[2];
  const contents = await shardContents(`${folder}/${shard.file}`, shard, shard.count * (1 + imageBytes), readFile);
  for (const { from, to, images } of wanted) {
    const last = Math.min(to, start + shard.count);
    for (let index = Math.max(from, start); index < last; index++) {
      const inShard = index - start;
      images.labels[index - from] = contents[inShard]!;
      const pixelsAt = shard.count + inShard * imageBytes;
      copyPadded(contents.subarray(pixelsAt, pixelsAt + imageBytes), stored, images.pixels, index - from, size);
    }
  }
}

/** Copies one image into the middle of the larger image number `index` of `pixels`, `[n, height, width, channels]`. */
function copyPadded(image: Uint8Array, stored: Size, pixels: Uint8Array, index: number, size: Size): void {
  const [height, width, channels] = size;
  const top = (height - stored[0]) / 2;
  const left = (width - stored[1]) / 2;
  const rowBytes = stored[1] * channels;
  for (let y = 0; y < stored[0]; y++) {
    const at = ((index * height + top + y) * width + left) * channels;
    pixels.set(image.subarray(y * rowBytes, (y + 1) * rowBytes), at);
  }
}
