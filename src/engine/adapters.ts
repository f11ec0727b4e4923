/** What learns with the student and is dropped behind its stage. */
import * as tf from "@tensorflow/tfjs-core";
import type { Match } from "../core/pairs.ts";
import { stream } from "../core/rng.ts";
import type { StoredTensor } from "../core/safetensors.ts";

/** One parameter and its momentum. */
export interface Trained {
  readonly weight: tf.Variable;
  readonly velocity: tf.Variable;
}

export interface AdapterShape {
  readonly name: string;
  readonly shape: readonly number[];
  /** Of the normal numbers that it begins with. */
  readonly deviation: number;
}

/** Of the init stream, beside the teacher's 0 and the student's 1. */
const role = 2;

/** For each pair `<pair>.A1` `[teacher's channels, student's]` and `<pair>.A2`. */
export function pairAdapters(matches: readonly Match[], seed: number): Adapters {
  const shapes = matches.flatMap(({ name, shape, studentShape }) => [
    { name: `${name}.A1`, shape: [shape[0], studentShape[0]] },
    { name: `${name}.A2`, shape: [shape[1], studentShape[1]] },
  ]);
  // Normal with variance 1 / student's channels: a sum over them is about as large as one. Zeros would never learn.
  return new Adapters(
    shapes.map((shape) => ({ ...shape, deviation: Math.sqrt(1 / shape.shape[1]!) })),
    seed,
  );
}

export class Adapters {
  readonly trained: ReadonlyMap<string, Trained>;

  /** The caller ends them with `dispose`. */
  constructor(shapes: readonly AdapterShape[], seed: number) {
    this.trained = new Map(
      shapes.map(({ name, shape, deviation }, index) => {
        const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
        stream("init", seed, role, index).fillNormal(values, deviation);
        return [name, toTrained(tf.tensor(values, [...shape]))];
      }),
    );
  }

  weight<R extends tf.Rank>(name: string): tf.Tensor<R> {
    // oxlint-disable-next-line no-unsafe-type-assertion -- who names it gave its shape
    return this.trained.get(name)!.weight as tf.Tensor as tf.Tensor<R>;
  }

  of(pair: string): readonly [a1: tf.Tensor2D, a2: tf.Tensor2D] {
    return [this.weight(`${pair}.A1`), this.weight(`${pair}.A2`)];
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

function toTrained(values: tf.Tensor): Trained {
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
