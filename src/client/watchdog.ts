/** Notices a worker that has fallen silent: one that was ended from outside says nothing of it. */

const tickMs = 10_000;
/** A step of a large network takes seconds; a device that was lost has told so long before. */
const leastSilentTicks = 3;
/** What once took so long may take longer. */
const allowance = 4;

export class Watchdog {
  readonly #every: (milliseconds: number, tick: () => void) => () => void;
  readonly #onSilent: () => void;
  #stopTicking: (() => void) | null = null;
  #silent = 0;
  #longest = 0;

  constructor(every: (milliseconds: number, tick: () => void) => () => void, onSilent: () => void) {
    this.#every = every;
    this.#onSilent = onSilent;
  }

  /** From here on something is to be heard now and then. Ticks are counted, not time: both stop while a machine sleeps. */
  watch(): void {
    this.#longest = Math.max(this.#longest, this.#silent);
    this.#silent = 0;
    this.#stopTicking ??= this.#every(tickMs, () => {
      this.#silent += 1;
      if (this.#silent < Math.max(leastSilentTicks, allowance * this.#longest)) return;
      this.rest();
      this.#onSilent();
    });
  }

  /** Silence is expected: it is paused, or over. */
  rest(): void {
    this.#stopTicking?.();
    this.#stopTicking = null;
    this.#silent = 0;
  }
}
