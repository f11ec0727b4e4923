/** What an import says of its progress: at most ten times a second, and enough that the page hears that it lives. */
import type { Reading } from "../data/import/budget.ts";
import type { ImportEvent, ImportProgress } from "../protocol/import-messages.ts";

const everyMs = 100;

export class ProgressPost {
  readonly #send: (event: ImportEvent) => void;
  readonly #now: () => number;
  #last: ImportProgress = { what: "reading", file: "", done: null, total: null, bytes: null };
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(send: (event: ImportEvent) => void, now: () => number) {
    this.#send = send;
    this.#now = now;
  }

  /** Something else is begun. */
  say(what: ImportProgress["what"], file: string): void {
    this.#last = { ...this.#last, what, file, done: null, total: null };
    this.#post();
  }

  /** A reader that does not know how far it is leaves what was last known of the file. */
  reading(what: ImportProgress["what"], { file, done, total }: Reading): void {
    const isSame = this.#last.file === file && this.#last.what === what;
    const known = done === null && isSame ? this.#last : { done, total };
    this.#last = { what, file, done: known.done, total: known.total, bytes: this.#last.bytes };
    if (this.#now() - this.#sentAt >= everyMs) this.#post();
  }

  /** Bytes came over the network. */
  came(bytes: number): void {
    this.#last = { ...this.#last, what: "fetching", bytes: (this.#last.bytes ?? 0) + bytes };
    if (this.#now() - this.#sentAt >= everyMs) this.#post();
  }

  #post(): void {
    this.#sentAt = this.#now();
    this.#send({ type: "progress", progress: this.#last });
  }
}
