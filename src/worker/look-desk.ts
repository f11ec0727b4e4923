/** Where the page's looks wait until training rests, and are answered one by one. */
import { reasonOf } from "../core/bad-input.ts";
import type { Look, LookAnswer } from "../core/look.ts";
import { buffersOf, LookRefused, slotOf } from "../core/look.ts";
import type { RunKey } from "../core/report.ts";
import type { EngineParts } from "../engine/parts.ts";
import type { Command, Event } from "../protocol/messages.ts";

type LookCommand = Extract<Command, { type: "look" }>;
type Rest = Pick<EngineParts, "breathe" | "settle">;

export class LookDesk {
  readonly #answer: (run: RunKey, look: Look, breathe: () => Promise<void>) => Promise<LookAnswer>;
  readonly #send: (event: Event, transfer: ArrayBuffer[]) => void;
  /** By slot, the one that waits longest first. */
  readonly #waiting = new Map<string, LookCommand>();
  /** The look in progress, and whether a later one is to take its place. */
  #current: { readonly slot: string; isSuperseded: boolean } | null = null;
  /** Wakes a rest that waits for looks. */
  #wake = (): void => {};

  constructor(
    answer: (run: RunKey, look: Look, breathe: () => Promise<void>) => Promise<LookAnswer>,
    send: (event: Event, transfer: ArrayBuffer[]) => void,
  ) {
    this.#answer = answer;
    this.#send = send;
  }

  add(command: LookCommand): void {
    const slot = slotOf(command.look);
    const earlier = this.#waiting.get(slot);
    if (earlier) this.#refuse(earlier, superseded());
    this.#waiting.delete(slot);
    this.#waiting.set(slot, command);
    if (this.#current?.slot === slot) this.#current.isSuperseded = true;
    this.#wake();
  }

  /**
   * Training rests here at least until `wait` is over and what has come in before is answered. What comes in later than that
   * is left to the next rest, so that no stream of looks can hold training up.
   */
  async during(wait: Promise<void>, rest: Rest): Promise<void> {
    const standing = { isOver: false };
    void wait.then(() => {
      standing.isOver = true;
      this.#wake();
    });
    await this.#answerWaiting(rest);
    while (!standing.isOver) {
      if (this.#waiting.size > 0) await this.#answerWaiting(rest);
      else await this.#woken();
    }
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Each slot that has one waiting now. */
  async #answerWaiting(rest: Rest): Promise<void> {
    const slots = [...this.#waiting.keys()];
    for (const slot of slots) {
      const command = this.#waiting.get(slot)!;
      this.#waiting.delete(slot);
      const current = { slot, isSuperseded: false };
      this.#current = current;
      const breathe = async () => {
        await rest.breathe();
        if (current.isSuperseded) throw superseded();
      };
      try {
        const answer = await this.#answer(command.run, command.look, breathe);
        await rest.settle();
        this.#send({ type: "looked", id: command.id, answer }, buffersOf(answer));
      } catch (error) {
        this.#refuse(command, error);
      }
      this.#current = null;
    }
  }

  #refuse({ id }: LookCommand, error: unknown): void {
    const code = error instanceof LookRefused ? error.code : "internal";
    this.#send({ type: "lookRefused", id, code, message: reasonOf(error) }, []);
  }
}

function superseded(): LookRefused {
  return new LookRefused("superseded", "A later look took this one's place.");
}
