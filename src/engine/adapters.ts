/** For each pair `A1` and `A2`, which learn with the student and are dropped after stage 1. */
import * as tf from "@tensorflow/tfjs-core";
import type { Match } from "../core/pairs.ts";
import { stream } from "../core/rng.ts";
import type { StoredTensor } from "../core/safetensors.ts";

/** One parameter and its momentum. */
export interface Trained {
  readonly weight: tf.Variable<tf.Rank.R2>;
  readonly velocity: tf.Variable<tf.Rank.R2>;
}

/** Of the init stream, beside the teacher's 0 and the student's 1. */
const role = 2;

export class Adapters {
  /** By name, `<pair>.A1` `[teacher's channels, student's]` and `<pair>.A2`. */
  readonly trained: ReadonlyMap<string, Trained>;

  /** Normal with variance 1 / student's channels: a sum over them is about as large as one. Zeros would never learn. */
  constructor(matches: readonly Match[], seed: number) {
    const shapes = matches.flatMap(({ name, shape, studentShape }) => [
      [`${name}.A1`, [shape[0], studentShape[0]]] as const,
      [`${name}.A2`, [shape[1], studentShape[1]]] as const,
    ]);
    this.trained = new Map(
      shapes.map(([name, [rows, columns]], index) => {
        const values = new Float32Array(rows * columns);
        stream("init", seed, role, index).fillNormal(values, Math.sqrt(1 / columns));
        return [name, toTrained(tf.tensor2d(values, [rows, columns]))];
      }),
    );
  }

  of(pair: string): readonly [a1: tf.Tensor2D, a2: tf.Tensor2D] {
    return [this.trained.get(`${pair}.A1`)!.weight, this.trained.get(`${pair}.A2`)!.weight];
  }

  /** As `adapters.safetensors` has them. */
  async arrays(): Promise<Map<string, StoredTensor>> {
    const arrays = new Map<string, StoredTensor>();
    for (const [name, { weight }] of this.trained) arrays.set(name, await stored(weight));
    return arrays;
  }

  /** The weights, and each one's momentum as `<name>.velocity`. */
  async state(): Promise<Map<string, StoredTensor>> {
    const state = await this.arrays();
    for (const [name, { velocity }] of this.trained) state.set(`${name}.velocity`, await stored(velocity));
    return state;
  }

  restore(state: ReadonlyMap<string, StoredTensor>): void {
    tf.tidy(() => {
      for (const [name, { weight, velocity }] of this.trained) {
        weight.assign(tf.tensor(state.get(name)!.values.slice(), weight.shape));
        velocity.assign(tf.tensor(state.get(`${name}.velocity`)!.values.slice(), velocity.shape));
      }
    });
  }

  resetMomentum(): void {
    tf.tidy(() => {
      for (const { velocity } of this.trained.values()) velocity.assign(tf.zerosLike(velocity));
    });
  }

  dispose(): void {
    for (const { weight, velocity } of this.trained.values()) tf.dispose([weight, velocity]);
  }
}

function toTrained(values: tf.Tensor2D): Trained {
  const trained = tf.tidy(() => ({
    weight: tf.variable(values, true),
    velocity: tf.variable(tf.zerosLike(values), false),
  }));
  values.dispose();
  return trained;
}

async function stored(tensor: tf.Tensor): Promise<StoredTensor> {
  return { shape: tensor.shape, values: Float32Array.from(await tensor.data()) };
}
