/** Looks at a training's weights now and then, and keeps the last that were all finite. */
import { isAllFinite } from "../core/divergence.ts";
import type { Stage } from "../core/experiment.ts";
import type { WeightArrays } from "../models/weights.ts";
import type { StudentCheckpoint } from "./checkpoints.ts";
import { NotFinite } from "./not-finite.ts";

/**
 * A loss is looked at in every step, but a ReLU may turn NaN into 0 and hide broken weights from it. To read them all takes
 * less than a step does.
 */
const guardEvery = 50;

interface State {
  readonly done: number;
  readonly weights: WeightArrays;
  readonly velocities: WeightArrays;
  /** What learns beside a student's network. */
  readonly comparison?: StudentCheckpoint["comparison"];
}

export class Guard<Kept extends State> {
  #stage: Stage;
  #sound: Kept;

  /** `begun` is where the training begins, or goes on. */
  constructor(stage: Stage, begun: Kept) {
    this.#stage = stage;
    this.#sound = begun;
  }

  /** Where all numbers were finite last. */
  get sound(): Kept {
    return this.#sound;
  }

  /** To be called between two steps; throws `NotFinite` at the latest 50 iterations, and a burst, behind what broke. */
  async look(stage: Stage, done: number, iterations: number, keep: () => Promise<Kept>): Promise<void> {
    const isSame = stage === this.#stage;
    if (isSame && (done === this.#sound.done || (done - this.#sound.done < guardEvery && done < iterations))) return;
    const state = await keep();
    if (!isSound(state)) throw new NotFinite("weights", stage, done);
    this.#stage = stage;
    this.#sound = state;
  }
}

export function isSound({ weights, velocities, comparison }: Omit<State, "done">): boolean {
  const beside = [...(comparison?.values() ?? [])].map(({ values }) => values);
  return [...weights.values(), ...velocities.values(), ...beside].every(isAllFinite);
}
