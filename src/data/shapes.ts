/** The set `shapes`: drawn, not loaded. Only core's own maths, so that Node and browsers draw the same bytes. */
import { imageSizeOf } from "../core/build-network.ts";
import type { Data } from "../core/experiment.ts";
import type { ImageSet, LabelledImages, Split } from "../core/images.ts";
import { cos, sin } from "../core/maths.ts";
import type { Rng } from "../core/rng.ts";
import { stream } from "../core/rng.ts";
import { breath } from "./breath.ts";
import type { Outline } from "./outlines.ts";
import { outlines } from "./outlines.ts";
import type { OnProgress } from "./shard.ts";

export type Shapes = Extract<Data, { kind: "shapes" }>;

/** Splits are keys of the streams, so no image of one appears in another. */
const keys: Readonly<Record<Split, number>> = { training: 0, validation: 1, test: 2 };

const side = 32;
const channels = 3;
const imageBytes = side * side * channels;
/** About 20 ms of drawing, between which a worker hears its messages. */
const imagesPerBreath = 200;

/** What one image shows. Lengths are in pixels, levels in 0..255. */
interface Scene {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly angle: number;
  readonly shape: readonly number[];
  readonly background: readonly number[];
  /** Added to the background for each pixel to the right and down of the middle. */
  readonly slope: readonly [right: number, down: number];
  /** Standard deviation. */
  readonly noise: number;
}

/** Image `i` of a split shows class `i % classes`, and is the same however many images are asked for. */
export async function openShapes(data: Shapes, onProgress: OnProgress): Promise<ImageSet> {
  const total = data.training + data.validation + data.test;
  let done = 0;
  const drawn = async (split: Split): Promise<LabelledImages> => {
    const count = data[split];
    const images = { pixels: new Uint8Array(count * imageBytes), labels: new Uint8Array(count) };
    for (let index = 0; index < count; index++) {
      drawShape(data, split, index, images.pixels.subarray(index * imageBytes, (index + 1) * imageBytes));
      images.labels[index] = index % data.classes;
      done += 1;
      if (done % imagesPerBreath !== 0) continue;
      onProgress({ done, total });
      await breath();
    }
    return images;
  };
  onProgress({ done, total });
  const training = await drawn("training");
  const validation = await drawn("validation");
  const test = await drawn("test");
  if (done % imagesPerBreath !== 0) onProgress({ done, total });
  const classes = outlines.slice(0, data.classes).map(([name]) => name);
  return { classes, size: imageSizeOf(data), training, validation, test };
}

/** Fills `pixels`, `[32, 32, 3]`, with one image. */
function drawShape(data: Shapes, split: Split, index: number, pixels: Uint8Array): void {
  const rng = stream("shapes", data.seed, keys[split], index);
  const scene = sceneOf(data.difficulty, rng);
  const [, outline] = outlines[index % data.classes]!;
  paint(scene, outline, rng, pixels);
}

/** Everything is drawn whatever the difficulty, so that the same image grows harder, not another one. */
function sceneOf(difficulty: number, rng: Rng): Scene {
  const signed = () => 2 * rng.uniform() - 1;
  const radius = 14 - 2 * difficulty - (1 + 5.5 * difficulty) * rng.uniform();
  const wander = difficulty * (side / 2 - radius);
  const x = side / 2 + wander * signed();
  const y = side / 2 + wander * signed();
  const angle = difficulty * Math.PI * signed();
  const backgroundLevel = 25 + 60 * difficulty * rng.uniform();
  const contrast = 170 - 110 * difficulty * rng.uniform();
  const isInverted = rng.uniform() < difficulty / 2;
  const level = (dark: number) => (isInverted ? 255 - dark : dark);
  return {
    x,
    y,
    radius,
    angle,
    shape: tinted(level(backgroundLevel + contrast), 80, rng),
    background: tinted(level(backgroundLevel), 20 + 40 * difficulty, rng),
    slope: [1.2 * difficulty * signed(), 1.2 * difficulty * signed()],
    noise: 40 * difficulty,
  };
}

/** A colour whose channels' mean is `level`, so that no tint hides the shape from an eye that sees grey only. */
function tinted(level: number, strength: number, rng: Rng): number[] {
  const tints = [rng.uniform(), rng.uniform(), rng.uniform()];
  const middle = (tints[0]! + tints[1]! + tints[2]!) / channels;
  return tints.map((tint) => level + 2 * strength * (tint - middle));
}

function paint(scene: Scene, outline: Outline, rng: Rng, pixels: Uint8Array): void {
  const { radius, shape, background, slope, noise } = scene;
  const cosine = cos(scene.angle) / radius;
  const sine = sin(scene.angle) / radius;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const x = column + 0.5 - scene.x;
      const y = row + 0.5 - scene.y;
      const distance = outline(x * cosine + y * sine, y * cosine - x * sine) * radius;
      // A pixel is covered as far as the straight outline through it says.
      const covered = Math.min(Math.max(0.5 - distance, 0), 1);
      const shade = slope[0] * (column - side / 2) + slope[1] * (row - side / 2);
      const at = (row * side + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const behind = background[channel]! + shade;
        const level = behind + covered * (shape[channel]! - behind) + (noise > 0 ? noise * roughlyNormal(rng) : 0);
        pixels[at + channel] = Math.floor(Math.min(Math.max(level, 0), 255) + 0.5);
      }
    }
  }
}

const deviationOfFourBytes = Math.sqrt((4 * (256 ** 2 - 1)) / 12);

/** Mean 0 and deviation 1 from the four bytes of one draw: 8 times faster than `normal` (20 ns), and noise needs no tails. */
function roughlyNormal(rng: Rng): number {
  const bits = rng.uint32();
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510) / deviationOfFourBytes;
}
