/** Pictures of any size, one after the other, that become labelled images of one size. */
import type { Split } from "../../core/images.ts";
import type { Budget } from "./budget.ts";
import { faulty } from "./damage.ts";
import type { Part } from "./part.ts";
import type { DecodePicture, Picture } from "./picture.ts";
import { fitted, recoloured } from "./picture.ts";

/** Networks here see no more; larger pictures are averaged down as they come, so that no more is held. */
const mostSide = 64;
/** Of odd ones, so many are named. */
const mostNamed = 10_000;

export class PictureStack {
  readonly file: string;
  readonly #decode: DecodePicture;
  readonly #budget: Budget;
  readonly #pictures: Picture[] = [];
  readonly #labels: number[] = [];
  readonly #sizes: string[] = [];
  readonly #paths: string[] = [];

  constructor(file: string, decode: DecodePicture, budget: Budget) {
    this.file = file;
    this.#decode = decode;
    this.#budget = budget;
  }

  /** `path` names the picture in what is said of it. */
  async add(bytes: Uint8Array, path: string, label: number): Promise<void> {
    this.#budget.tick(this.file);
    this.#budget.allow("images", this.#labels.length + 1, this.file);
    const picture = await this.#decode(bytes, path);
    const { width, height, channels } = picture;
    this.#budget.allow("side", Math.max(width, height), path);
    const isSmall = width <= mostSide && height <= mostSide;
    const kept = isSmall ? picture : fitted(picture, mostSide);
    this.#budget.unpack(bytes.length, kept.pixels.length, this.file);
    this.#pictures.push(kept);
    this.#labels.push(label);
    this.#sizes.push(`${height}x${width}x${channels}`);
    this.#paths.push(path);
  }

  get count(): number {
    return this.#labels.length;
  }

  /** Of each picture, as `height x width x channels`. */
  get sizes(): readonly string[] {
    return this.#sizes;
  }

  /** Lets the pictures go: the part has their pixels. */
  part({ split, classes }: Pick<Stacked, "split" | "classes">, { usual, side, channels }: CommonShape): Part {
    const imageBytes = side * side * channels;
    const pixels = new Uint8Array(this.#pictures.length * imageBytes);
    for (const [index, picture] of this.#pictures.entries()) {
      pixels.set(recoloured(fitted(picture, side), channels).pixels, index * imageBytes);
    }
    this.#pictures.length = 0;
    const refitted = this.#sizes.flatMap((size, index) =>
      frameOf(size) === usual ? [] : [{ path: this.#paths[index]!, size, index }],
    );
    return {
      file: this.file,
      split,
      size: [side, side, channels],
      images: { pixels, labels: Uint8Array.from(this.#labels) },
      classes,
      refitted: refitted.slice(0, mostNamed),
    };
  }
}

/** Pictures that are one part of what was given, as they are. */
export interface Stacked {
  readonly stack: PictureStack;
  readonly split: Split;
  readonly classes: readonly string[] | null;
}

/** `height x width`: colours are not what a picture is fitted in. */
function frameOf(size: string): string {
  return size.slice(0, size.lastIndexOf("x"));
}

interface CommonShape {
  readonly usual: string;
  readonly side: number;
  readonly channels: 1 | 3;
}

/** All of one size: the longer side of most pictures of all parts, if it is small; in colour if any of them is. */
export function stackedParts(all: readonly Stacked[]): Part[] {
  if (all.length === 0) return [];
  const empty = all.find(({ stack }) => stack.count === 0);
  if (empty) throw faulty(empty.stack.file, null, { kind: "missing", what: "image" });
  const sizes = all.flatMap(({ stack }) => stack.sizes);
  const usual = commonest(sizes.map(frameOf));
  const [height, width] = usual.split("x").map(Number);
  const side = Math.min(mostSide, Math.max(height!, width!));
  const channels = sizes.some((size) => size.endsWith("x3")) ? 3 : 1;
  return all.map((one) => one.stack.part(one, { usual, side, channels }));
}

/** Of equally common ones the largest. */
function commonest(sizes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  const areaOf = (size: string) => size.split("x").reduce((area, side) => area * Number(side), 1);
  const isBefore = ([a, n]: [string, number], [b, m]: [string, number]) => n > m || (n === m && areaOf(a) > areaOf(b));
  return [...counts].reduce((best, entry) => (isBefore(entry, best) ? entry : best))[0];
}
