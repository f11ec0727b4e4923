/** Whether the browser keeps what the lab has kept until a person deletes it, and all of that deleted at once. */
import { createStore, type StoreApi } from "zustand/vanilla";

/** `passing`: the browser may delete it when the disk is full. */
export type Lasting = "unknown" | "impossible" | "lasting" | "passing";

export interface StorageState {
  readonly lasting: Lasting;
  /** Whether all is being deleted, or could not be. */
  readonly forgetting: "no" | "going" | "failed";
}

export interface BrowserStorageParts {
  /** Null where the browser has none, as over plain http. */
  readonly manager: Pick<StorageManager, "persisted" | "persist"> | null;
  /** Some browsers ask the person: without being told to, the lab does so once. */
  readonly wasAsked: () => boolean;
  readonly noteAsked: () => void;
  /** Each deletes a part of what is kept. */
  readonly forgets: readonly (() => Promise<unknown>)[];
  /** The page still holds what it had read. */
  readonly reload: () => void;
}

export class BrowserStorage {
  readonly store: StoreApi<StorageState>;
  readonly #parts: BrowserStorageParts;
  #isSettled = false;

  constructor(parts: BrowserStorageParts) {
    this.#parts = parts;
    this.store = createStore<StorageState>(() => ({
      lasting: parts.manager ? "unknown" : "impossible",
      forgetting: "no",
    }));
  }

  async look(): Promise<void> {
    await this.#answered((manager) => manager.persisted());
  }

  /** Asks the browser to keep it. */
  async ask(): Promise<void> {
    this.#parts.noteAsked();
    await this.#answered((manager) => manager.persist());
  }

  /** Something that is worth it is kept. */
  async hasWorth(): Promise<void> {
    if (this.#isSettled) return;
    this.#isSettled = true;
    await this.look();
    if (this.store.getState().lasting === "passing" && !this.#parts.wasAsked()) await this.ask();
  }

  async #answered(question: (manager: NonNullable<BrowserStorageParts["manager"]>) => Promise<boolean>): Promise<void> {
    const { manager } = this.#parts;
    if (!manager) return;
    // A browser that does not answer promises nothing.
    const lasts = await question(manager).catch(() => false);
    this.store.setState({ lasting: lasts ? "lasting" : "passing" });
  }

  /** Deletes all that the lab keeps in this browser; the page then begins as on a first visit. */
  async forgetAll(): Promise<void> {
    this.store.setState({ forgetting: "going" });
    try {
      for (const forget of this.#parts.forgets) await forget();
    } catch {
      this.store.setState({ forgetting: "failed" });
      return;
    }
    this.#parts.reload();
  }
}
