/** The time cursor, and what was asked of a run's past and present: in flight, answered, or refused. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { canonicalJson } from "../core/canonical.ts";
import type { Look, LookAnswer, LookFailure } from "../core/look.ts";
import { bytesOf } from "../core/look.ts";
import type { RunKey } from "../core/report.ts";
import type { Command } from "../protocol/messages.ts";
import type { TimeCursor } from "./time-cursor.ts";
import type { ClientEvent } from "./training-client.ts";

export type Looked =
  | { readonly status: "asked" }
  | { readonly status: "answered"; readonly answer: LookAnswer }
  | { readonly status: "refused"; readonly code: LookFailure; readonly message: string };

export interface LooksState {
  /** When everything on screen is of, while training goes on; null for what is newest. */
  readonly cursor: TimeCursor | null;
  /** By `lookKey`, the one that was asked for last behind the others. */
  readonly looked: ReadonlyMap<string, Looked>;
}

type LookCommand = Extract<Command, { type: "look" }>;

const defaultBudgetBytes = 32 * 2 ** 20;
const mostKept = 500;

/** The key of what was looked at. */
export function lookKey(run: RunKey, look: Look): string {
  return canonicalJson([run, look]);
}

export class Looks {
  readonly store: StoreApi<LooksState>;
  readonly #send: (command: LookCommand) => boolean;
  readonly #budgetBytes: number;
  /** Keys of looks in flight, by their ids. */
  readonly #asked = new Map<number, string>();
  #lastId = 0;

  /** `send` gives false where there is no worker to ask. */
  constructor(send: (command: LookCommand) => boolean, budgetBytes = defaultBudgetBytes) {
    this.#send = send;
    this.#budgetBytes = budgetBytes;
    this.store = createStore<LooksState>(() => ({ cursor: null, looked: new Map() }));
  }

  /** Training goes on meanwhile. */
  view(cursor: TimeCursor): void {
    this.store.setState({ cursor });
  }

  backToLive(): void {
    this.store.setState({ cursor: null });
  }

  /** What is answered already, or in flight, is not asked for again, but for what is true only now. */
  ask(run: RunKey, look: Look): void {
    const key = lookKey(run, look);
    if ([...this.#asked.values()].includes(key)) return;
    const known = this.store.getState().looked.get(key);
    if (known?.status === "answered" && !isOfNow(look)) return this.#put(key, known);
    this.#lastId += 1;
    const id = this.#lastId;
    this.#asked.set(id, key);
    if (!this.#send({ type: "look", id, run, look })) {
      this.#asked.delete(id);
      const message = "Only a run that was trained here since the last reset can be looked into.";
      this.#put(key, { status: "refused", code: "no-run", message });
    } else if (!known) this.#put(key, { status: "asked" });
  }

  heard(event: ClientEvent): void {
    if (event.type === "looked") this.#settle(event.id, { status: "answered", answer: event.answer });
    else if (event.type === "lookRefused") {
      const { id, code, message } = event;
      this.#settle(id, { status: "refused", code, message });
    } else if (event.type === "failed" || event.type === "recovering") {
      const message = "The run stopped before it could answer.";
      for (const id of this.#asked.keys()) this.#settle(id, { status: "refused", code: "no-run", message });
    }
  }

  /** A new run begins: nothing that was seen of another counts. */
  forget(): void {
    this.#asked.clear();
    this.store.setState({ cursor: null, looked: new Map() });
  }

  #settle(id: number, looked: Looked): void {
    const key = this.#asked.get(id);
    this.#asked.delete(id);
    if (key === undefined) return;
    // Superseded, it may be asked for again; what was seen before stays.
    if (looked.status === "refused" && looked.code === "superseded") this.#takeBack(key);
    else this.#put(key, looked);
  }

  #takeBack(key: string): void {
    const looked = new Map(this.store.getState().looked);
    if (looked.get(key)?.status === "asked") looked.delete(key);
    this.store.setState({ looked });
  }

  /** Puts it behind all others, and lets those go that were used longest ago. */
  #put(key: string, value: Looked): void {
    const looked = new Map(this.store.getState().looked);
    looked.delete(key);
    looked.set(key, value);
    let bytes = 0;
    for (const each of looked.values()) bytes += sizeOf(each);
    for (const [old, each] of looked) {
      if (bytes <= this.#budgetBytes && looked.size <= mostKept) break;
      if (old === key || each.status === "asked") continue;
      bytes -= sizeOf(each);
      looked.delete(old);
    }
    this.store.setState({ looked });
  }
}

function isOfNow(look: Look): boolean {
  switch (look.type) {
    case "matrices":
    case "pair":
    case "relation":
      return look.at === "now";
    case "maps":
    case "features":
    case "predictions":
    case "confusion":
      return look.side.of === "student" && look.side.at === "now";
    case "gradients":
    case "slowMotion":
      return look.from === "now";
    default:
      return look satisfies never;
  }
}

function sizeOf(looked: Looked): number {
  return looked.status === "answered" ? bytesOf(looked.answer) : 0;
}
