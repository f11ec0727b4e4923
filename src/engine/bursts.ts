/** A stage's iterations in bursts: as many steps as may be queued before their results are read. */
import type { Schedule } from "../core/experiment.ts";
import { rateAt } from "../core/schedule.ts";
import type { Steps } from "./learner.ts";
import type { EngineParts } from "./parts.ts";

export interface Burst<Outcome> {
  readonly outcomes: readonly Outcome[];
  /** Wall time of one step, ms. */
  readonly milliseconds: number;
}

export class Bursts<Outcome> {
  readonly #steps: Steps<Outcome>;
  readonly #schedule: Schedule;
  readonly #parts: EngineParts;
  #stepMs = Infinity;

  constructor(steps: Steps<Outcome>, schedule: Schedule, parts: EngineParts) {
    this.#steps = steps;
    this.#schedule = schedule;
    this.#parts = parts;
  }

  /** Goes on from iteration `done`, no further than to the first step that `rests`; the last step always does. */
  async next(done: number, rests: (step: number) => boolean): Promise<Burst<Outcome>> {
    const most = Math.min(this.#steps.most, Math.floor(this.#parts.patienceMs() / this.#stepMs));
    let count = 1;
    while (count < most && done + count < this.#schedule.iterations && !rests(done + count)) count++;
    const started = this.#parts.now();
    const outcomes = await this.#steps.run(done, count, (at) => ({
      ...this.#schedule,
      rate: rateAt(this.#schedule, at),
    }));
    await this.#parts.settle();
    const milliseconds = (this.#parts.now() - started) / count;
    this.#stepMs = milliseconds;
    return { outcomes, milliseconds };
  }
}
