import type { Event } from "../protocol/messages.ts";
import type { Report, RunKey } from "../core/report.ts";

/** Fast steps are gathered, so that the page is not asked to draw more often than it can. */
const gatherMs = 100;

/** Sends reports on in order, a run's together, at most ten times a second. */
export class ReportPost {
  readonly #post: (event: Event) => void;
  readonly #now: () => number;
  #run: RunKey | null = null;
  #waiting: Report[] = [];
  #sentAt = -Infinity;

  constructor(post: (event: Event) => void, now: () => number) {
    this.#post = post;
    this.#now = now;
  }

  add(run: RunKey, reports: readonly Report[]): void {
    if (this.#run && (this.#run.experiment !== run.experiment || this.#run.seed !== run.seed)) this.flush();
    this.#run = run;
    this.#waiting.push(...reports);
    this.flushWhenDue();
  }

  /** To be called now and then where no reports come, as during an evaluation. */
  flushWhenDue(): void {
    if (this.#waiting.length > 0 && this.#now() - this.#sentAt >= gatherMs) this.flush();
  }

  flush(): void {
    if (this.#run && this.#waiting.length > 0) this.#post({ type: "reports", run: this.#run, reports: this.#waiting });
    this.#waiting = [];
    this.#sentAt = this.#now();
  }
}
