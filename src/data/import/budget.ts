/** How much a file from elsewhere may ask for. What grows without end in a hostile file is counted here. */
import { BadInput, reasonOf } from "../../core/bad-input.ts";
import type { Damage, DataFault, FaultPlace, Limited, PlainDamage } from "../../core/data-fault.ts";

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

/** What is wrong with a file, and where in it. */
export function faulty(file: string, place: FaultPlace | null, fault: DataFault): BadInput {
  return new BadInput({ code: "data-file", file, place, fault });
}

/** `form` is the format that says so, where the file's name need not. */
export function damaged(
  file: string,
  place: FaultPlace | null,
  damage: Damage | PlainDamage,
  form: string | null = null,
): BadInput {
  return faulty(file, place, { kind: "damaged", form, damage: typeof damage === "string" ? { why: damage } : damage });
}

/** Thrown where a reader does not know the file's name; whoever does makes `BadInput` of it. */
export class DamageFound extends Error {
  readonly damage: Damage;

  constructor(damage: Damage | PlainDamage) {
    super("the file is damaged");
    this.damage = typeof damage === "string" ? { why: damage } : damage;
  }
}

/** What a reader threw, its own or a decoder's. */
export function damageOf(error: unknown): Damage {
  return error instanceof DamageFound ? error.damage : { why: "foreign", reason: reasonOf(error) };
}

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
