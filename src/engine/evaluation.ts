/** Accuracy and loss of a network on images it does not learn from. */
import { exp, log } from "../core/maths.ts";

/** Images a forward pass takes at once; the last pass is filled up, because tfjs keeps buffers for every size it meets. */
export const largestBatch = 100;

export interface Evaluation {
  /** A fraction. */
  readonly accuracy: number;
  /** Mean cross-entropy, nats. */
  readonly loss: number;
}

/** Judges a network, as its learner has it now, on one set of images. */
export interface Evaluator {
  /**
   * In inference mode; leaves no tensor behind. `breathe` lets messages in between two batches, and `seen` is shown each
   * batch's logits `[n, classes]`.
   */
  evaluate(breathe: () => Promise<void>, seen?: (logits: Float32Array) => void): Promise<Evaluation>;
  dispose(): void;
}

/** Adds up what logits come to, batch by batch. */
export class Tally {
  #right = 0;
  #loss = 0;
  #seen = 0;

  /** The first `labels.length` rows of `logits` `[n, classes]` count. */
  add(logits: Float32Array, classes: number, labels: Uint8Array): void {
    for (const [i, label] of labels.entries()) {
      const row = logits.subarray(i * classes, (i + 1) * classes);
      if (argmax(row) === label) this.#right++;
      this.#loss += crossEntropy(row, label);
    }
    this.#seen += labels.length;
  }

  evaluation(): Evaluation {
    return { accuracy: this.#right / this.#seen, loss: this.#loss / this.#seen };
  }
}

/** Share of rows of `logits` (`[n, classes]`) whose largest entry is the label. */
export function accuracyOf(logits: Float32Array, labels: ArrayLike<number>): number {
  const classes = logits.length / labels.length;
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    if (argmax(logits.subarray(i * classes, (i + 1) * classes)) === labels[i]) right++;
  }
  return right / labels.length;
}

/** The index of the first largest. */
export function argmax(row: Float32Array | Float64Array): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i;
  return best;
}

/** Of one row of logits, in float64 with core's own exp. */
export function softmax(row: Float32Array): Float64Array {
  const top = row[argmax(row)]!;
  const powers = Float64Array.from(row, (value) => exp(value - top));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}

/** In float64 with core's own exp and log, so that every engine reports the same digits. */
function crossEntropy(row: Float32Array, label: number): number {
  const top = row[argmax(row)]!;
  let sum = 0;
  for (const value of row) sum += exp(value - top);
  return log(sum) + top - row[label]!;
}
