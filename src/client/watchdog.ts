/**
 * Notices a worker that has fallen silent, because one that was ended from outside says nothing of it; and that page and worker
 * stood still together, because the machine slept or the browser froze the tab.
 */

const tickMs = 10_000;
/** A step of a large network takes seconds; a device that was lost has told so long before. */
const leastSilentTicks = 3;
/** Before the first step a graphics processor compiles what it runs. */
const leastSilentTicksAtFirst = 12;
/** What once took so long may take longer. */
const allowance = 4;
/** Browsers hold the timers of a hidden tab back to one a minute. */
const leastStandstillMs = 90_000;

/** Milliseconds since 1970. */
export interface Standstill {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface WatchdogParts {
  readonly every: (milliseconds: number, tick: () => void) => () => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly onSilent: () => void;
  readonly onStood: (standstill: Standstill) => void;
}

export class Watchdog {
  readonly #parts: WatchdogParts;
  #stopTicking: (() => void) | null = null;
  #silent = 0;
  #least = leastSilentTicks;
  #longest = 0;
  /** When something was heard last, or ticked. */
  #aliveAt = 0;

  constructor(parts: WatchdogParts) {
    this.#parts = parts;
  }

  /** From here on something is to be heard now and then. Ticks are counted, not time: both stop while a machine sleeps. */
  watch(): void {
    this.#longest = Math.max(this.#longest, this.#silent);
    this.#listen(leastSilentTicks);
  }

  /** The same of one that is still loading, whose silence tells nothing of how long its steps take. */
  watchLoading(): void {
    this.#listen(leastSilentTicksAtFirst);
  }

  #listen(least: number): void {
    this.#least = least;
    this.#silent = 0;
    if (this.#stopTicking) this.#noteStandstill();
    this.#aliveAt = this.#parts.clock();
    this.#stopTicking ??= this.#parts.every(tickMs, () => {
      this.#noteStandstill();
      this.#silent += 1;
      if (this.#silent < Math.max(this.#least, allowance * this.#longest)) return;
      this.rest();
      this.#parts.onSilent();
    });
  }

  #noteStandstill(): void {
    const [fromMs, toMs] = [this.#aliveAt, this.#parts.clock()];
    this.#aliveAt = toMs;
    if (toMs - fromMs >= leastStandstillMs) this.#parts.onStood({ fromMs, toMs });
  }

  /** Silence is expected: it is paused, or over. */
  rest(): void {
    this.#stopTicking?.();
    this.#stopTicking = null;
    this.#silent = 0;
  }
}
