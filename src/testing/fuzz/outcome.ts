/** What came of one input: never anything but a valid value or a typed refusal. */

export const outcomes = ["accepted", "refused inside", "refused at the door"] as const;
/** "At the door": by the first check, before anything of the contents was looked at. */
export type OutcomeKind = (typeof outcomes)[number];

export interface Tried {
  /** The row of the table that it counts for. */
  readonly row: string;
  readonly kind: OutcomeKind;
}

/**
 * How long one input may take, ms of processor time: what else a busy machine does counts for none. The slowest link takes a
 * fifth of it; a file may be a whole archive, and the importers have a limit of their own.
 */
export const mostMs = { links: 2000, files: 5000 } as const;
export type InputKind = keyof typeof mostMs;

/** Counts what comes of an input, and throws where it took longer than one of its kind may. */
export async function tallied(tally: Tally, kind: InputKind, attempt: () => Promise<Tried>): Promise<void> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  tally.add(await attempt(), performance.now() - start);
  const { user, system } = process.cpuUsage(before);
  const spentMs = (user + system) / 1000;
  if (spentMs > mostMs[kind]) throw new Error(`it took ${Math.round(spentMs)} ms, and may take ${mostMs[kind]}`);
}

interface Row {
  readonly counts: Record<OutcomeKind, number>;
  slowestMs: number;
  /** The number of the slowest input, from 1. */
  slowest: number;
}

/** Counts by row, and how long the slowest took. */
export class Tally {
  readonly rows = new Map<string, Row>();
  #tried = 0;

  add({ row, kind }: Tried, milliseconds: number): void {
    this.#tried += 1;
    const own = this.rows.get(row) ?? {
      counts: { accepted: 0, "refused inside": 0, "refused at the door": 0 },
      slowestMs: 0,
      slowest: 0,
    };
    this.rows.set(row, own);
    own.counts[kind] += 1;
    if (milliseconds > own.slowestMs) Object.assign(own, { slowestMs: milliseconds, slowest: this.#tried });
  }

  get tried(): number {
    return this.#tried;
  }

  count(kind: OutcomeKind): number {
    return [...this.rows.values()].reduce((sum, { counts }) => sum + counts[kind], 0);
  }

  get slowestMs(): number {
    return Math.max(0, ...[...this.rows.values()].map((row) => row.slowestMs));
  }

  /** The share that got past the first check, a fraction. */
  get pastTheDoor(): number {
    return (this.count("accepted") + this.count("refused inside")) / Math.max(1, this.#tried);
  }
}
