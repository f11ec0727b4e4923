import type { ChannelOrigin, Origins, OwnChannels, OwnEnd } from "../core/compared-channels.ts";

/** Adds up a network's own maps behind the compared ones, and its own matrix, in float64. */
export class OwnSums {
  readonly #shape: OwnChannels["shape"];
  readonly #matrix: Float64Array;
  readonly #first: EndSums;
  readonly #last: EndSums;
  readonly #n: number;

  constructor({ first, last }: Origins, shape: OwnChannels["shape"], positions: number, n: number) {
    this.#shape = shape;
    this.#n = n;
    this.#matrix = new Float64Array(shape[0] * shape[1]);
    this.#first = new EndSums(first, shape[0], positions, n);
    this.#last = new EndSums(last, shape[1], positions, n);
  }

  /** The first `count` images of maps `[n, height, width, channels]` and of their matrices. */
  add(first: Float32Array, last: Float32Array, matrices: Float32Array, count: number): void {
    this.#first.add(first, count);
    this.#last.add(last, count);
    const cells = this.#matrix.length;
    for (let i = 0; i < count * cells; i++) this.#matrix[i % cells]! += matrices[i]!;
  }

  means(): OwnChannels {
    const matrix = Float32Array.from(this.#matrix, (sum) => sum / this.#n);
    return { shape: this.#shape, matrix, first: this.#first.means(), last: this.#last.means() };
  }
}

class EndSums {
  readonly #origin: ChannelOrigin | null;
  readonly #channels: number;
  readonly #places: number;
  readonly #n: number;
  readonly #maps: Float64Array;
  /** Null where no channel is taken before others. */
  readonly #taken: Float64Array | null;

  constructor(origin: ChannelOrigin | null, channels: number, positions: number, n: number) {
    this.#origin = origin;
    this.#channels = channels;
    this.#places = positions * n;
    this.#n = n;
    this.#maps = new Float64Array(positions * channels);
    const takesOne = origin?.kind === "groups" && origin.reduction === "absolute-maximum";
    this.#taken = takesOne ? new Float64Array(channels) : null;
  }

  add(maps: Float32Array, count: number): void {
    const size = this.#maps.length;
    for (let i = 0; i < count * size; i++) this.#maps[i % size]! += maps[i]!;
    if (!this.#taken || this.#origin?.kind !== "groups") return;
    const { groups, channels } = this.#origin;
    const own = this.#channels;
    for (let at = 0; at < count * size; at += own) {
      const best = new Int32Array(channels).fill(-1);
      for (let j = 0; j < own; j++) {
        const [value, group] = [Math.abs(maps[at + j]!), groups[j]!];
        // Where all are silent none is taken.
        if (value > (best[group]! < 0 ? 0 : Math.abs(maps[at + best[group]!]!))) best[group] = j;
      }
      for (const j of best) if (j >= 0) this.#taken[j]!++;
    }
  }

  means(): OwnEnd {
    return {
      maps: Float32Array.from(this.#maps, (sum) => sum / this.#n),
      origin: this.#origin,
      taken: this.#taken && Float32Array.from(this.#taken, (count) => count / this.#places),
    };
  }
}
