/** What a run is given from outside: time, the device's state, and a breath between steps. */
import type { Environment, Report } from "../core/report.ts";
import type { ArenaLengths, Machine } from "../kernels/routine/machine.ts";

/** All that one iteration, or a few that were queued together, reported. Between two of these a run is at rest: it can be paused, kept, or left. */
export type Reports = readonly Report[];

/** Lets messages in between two pieces of work, and may end the work by rejecting. */
export type Breathe = () => Promise<void>;

export interface EngineParts {
  readonly environment: Environment;
  /** Milliseconds; only ever reported, never decides a number. */
  readonly now: () => number;
  /** Between two steps. */
  readonly breathe: Breathe;
  /** Waits for the device's errors on the work so far and throws the first; numbers are shown only after it. */
  readonly settle: () => Promise<void>;
  /** How many milliseconds of steps may be queued before their results are read; 0 is one step at a time. */
  readonly patienceMs: () => number;
  /** A machine with arenas of these lengths; null where everything goes through tfjs. */
  readonly openMachine: ((lengths: ArenaLengths) => Promise<Machine>) | null;
}
