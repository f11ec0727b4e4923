/** Saves the set-up as it is edited, a moment after the last change, as a record of its own. */
import type { Document } from "../core/experiment.ts";
import type { Experiments } from "../storage/experiments.ts";
import { presetOf } from "./preset-of.ts";

export interface SetupKeeperParts {
  readonly experiments: Experiments;
  readonly clock: () => number;
  readonly newId: () => string;
  /** Calls back again and again, until what it gives is called. */
  readonly every: (milliseconds: number, tick: () => void) => () => void;
  /** Runs what writes, and tells the person what goes wrong. */
  readonly guarded: (act: () => Promise<void>) => Promise<unknown>;
}

const quietMs = 400;

export class SetupKeeper {
  readonly #parts: SetupKeeperParts;
  /** The record that is written to; null until the set-up was changed. */
  #record: { readonly id: string; readonly revision: number } | null = null;
  #waiting: Document | null = null;
  #stopWaiting = () => {};

  constructor(parts: SetupKeeperParts) {
    this.#parts = parts;
  }

  /** Another set-up is edited from here on: that of a record, or one that has none yet. */
  begin(record: { readonly id: string; readonly revision: number } | null): void {
    void this.flush();
    this.#record = record;
  }

  /** A preset is always there: it is written only where it takes the place of what was kept. */
  changed(document: Document): void {
    if (!this.#record && !this.#waiting && presetOf(document) !== null) return;
    this.#waiting = document;
    this.#stopWaiting();
    this.#stopWaiting = this.#parts.every(quietMs, () => void this.flush());
  }

  /** Nothing was changed yet. */
  discard(): void {
    this.#stopWaiting();
    this.#waiting = null;
  }

  /** Writes at once what waits. */
  async flush(): Promise<void> {
    this.#stopWaiting();
    const document = this.#waiting;
    this.#waiting = null;
    if (!document) return;
    const { experiments, clock, newId, guarded } = this.#parts;
    const before = this.#record ?? { id: newId(), revision: 0 };
    const save = (id: string, revision: number) => {
      this.#record = { id, revision };
      return experiments.save({ version: 1, id, revision, savedAt: clock(), document });
    };
    await guarded(async () => {
      // Where another tab has changed the same one since, both are kept.
      if (!(await save(before.id, before.revision + 1))) await save(newId(), 1);
    });
  }
}
