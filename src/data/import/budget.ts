/** How much a file from elsewhere may ask for. What grows without end in a hostile file is counted here. */
import type { FaultPlace, Limited } from "../../core/data-fault.ts";
import { faulty } from "./damage.ts";

export type Limits = Readonly<Record<Limited, number>>;

const mebibyte = 2 ** 20;

/** CIFAR-10's archive is 162 MiB and 60,000 images. Deflate reaches a ratio of 1,032; images stay far below 200. */
export const usualLimits: Limits = {
  bytes: 1024 * mebibyte,
  unpacked: 1024 * mebibyte,
  ratio: 200,
  files: 250_000,
  images: 250_000,
  classes: 256,
  side: 4096,
  milliseconds: 120_000,
};

/** A small file may unpack to more than `ratio` times itself: a thousand times nothing is nothing. */
const smallBytes = mebibyte;

/** How far the reading of a file has come, in whatever it counts; null where it cannot be said. */
export interface Reading {
  readonly file: string;
  readonly done: number | null;
  readonly total: number | null;
}

/** One reading of one set. Readers ask it before they take what a file says that they will need. */
export class Budget {
  readonly limits: Limits;
  readonly #now: () => number;
  readonly #onTick: (reading: Reading) => void;
  readonly #start: number;
  #unpacked = 0;

  /** `now` gives milliseconds. */
  constructor(limits: Limits, now: () => number, onTick: (reading: Reading) => void = () => {}) {
    this.limits = limits;
    this.#now = now;
    this.#onTick = onTick;
    this.#start = now();
  }

  /** Throws when `found` is more than allowed. */
  allow(what: Limited, found: number, file: string, place: FaultPlace | null = null): void {
    const most = this.limits[what];
    if (!(found <= most)) throw faulty(file, place, { kind: "limit", what, most, found });
  }

  /** Throws when the time is over. */
  tick(file: string, done: number | null = null, total: number | null = null): void {
    this.#onTick({ file, done, total });
    this.allow("milliseconds", Math.ceil(this.#now() - this.#start), file);
  }

  /** Before `packed` bytes become `unpacked` bytes. */
  unpack(packed: number, unpacked: number, file: string, place: FaultPlace | null = null): void {
    this.tick(file);
    if (unpacked > smallBytes) this.allow("ratio", Math.ceil(unpacked / Math.max(packed, 1)), file, place);
    this.allow("unpacked", this.#unpacked + unpacked, file, place);
    this.#unpacked += unpacked;
  }
}
