/**
 * A training step written out once: which kernel reads and writes which numbers, in order. Every size is known, so that
 * a machine (`machine.ts`) compiles it once and replays it. All numbers are float32, maps are `[batch, h, w, c]`.
 */

/** Memory that outlives a routine: one network's trained parameters, their momentum and gradients, running statistics. */
export type Arena = "weights" | "velocities" | "gradients" | "statistics";

/** Numbers in an arena, or in one of the routine's own buffers (by index). */
export interface Place {
  readonly memory: Arena | number;
  /** In numbers; a multiple of `alignment`. */
  readonly offset: number;
  /** In numbers. */
  readonly length: number;
}

/** WebGPU binds a buffer at multiples of 256 bytes. */
export const alignment = 64;

/** Where a gradient goes: it is written, or added to what an earlier call wrote. */
export interface Sink {
  readonly place: Place;
  readonly adds: boolean;
}

export type MapSize = readonly [height: number, width: number, channels: number];

/** A convolution's geometry; what is not said of the padding, bottom and right, follows from the sizes. */
export interface Window {
  readonly input: MapSize;
  readonly output: MapSize;
  readonly kernel: readonly [height: number, width: number];
  readonly strides: readonly [vertical: number, horizontal: number];
  readonly pad: readonly [top: number, left: number];
}

/** Which row of a stack of FSP matrices belongs to a sample: its place in the batch, or a key of its own in a cache. */
export type Rows =
  | "batch"
  /** Row `image * variants + (flipped ? 1 : 0)`; with one variant row `image`. */
  | { readonly variants: 1 | 2 };

export type Call =
  /**
   * The step's samples (`StepInputs.samples`), cropped out of zero padding, flipped and normalised:
   * `images[i, y, x, c] = table[c * 256 + byte]`, where byte is that of source pixel `(y + down, flipped ? width - 1 - x
   * + right : x + right)`, or 0 outside: the crop comes first, as in `data/crop.ts`.
   */
  | { readonly op: "gather"; readonly table: Place; readonly images: Place; readonly size: MapSize }
  /** `y = relu?(conv(x, kernel) (+ bias) (+ residual))`; kernel `[kh, kw, ci, co]`, bias `[co]`. */
  | {
      readonly op: "conv";
      readonly x: Place;
      readonly kernel: Place;
      readonly y: Place;
      readonly window: Window;
      readonly bias: Place | null;
      readonly residual: Place | null;
      readonly relu: boolean;
    }
  | {
      readonly op: "convInputGrad";
      readonly dy: Place;
      readonly kernel: Place;
      readonly dx: Sink;
      readonly window: Window;
    }
  | {
      readonly op: "convFilterGrad";
      readonly x: Place;
      readonly dy: Place;
      readonly dkernel: Place;
      readonly window: Window;
    }
  /**
   * With the batch's own statistics: `y = relu?(gamma * (x - mean) / sqrt(variance + epsilon) + beta (+ residual))`, the
   * variance biased. Writes mean and variance, and `running = momentum * running + (1 - momentum) * batch`.
   */
  | {
      readonly op: "batchNorm";
      readonly x: Place;
      readonly gamma: Place;
      readonly beta: Place;
      readonly residual: Place | null;
      readonly relu: boolean;
      readonly y: Place;
      readonly mean: Place;
      readonly variance: Place;
      readonly running: { readonly mean: Place; readonly variance: Place; readonly momentum: number };
      readonly epsilon: number;
      /** `[positions of all images, channels]`. */
      readonly rows: number;
      readonly channels: number;
    }
  /** The same with given statistics. */
  | {
      readonly op: "batchNormInference";
      readonly x: Place;
      readonly gamma: Place;
      readonly beta: Place;
      readonly mean: Place;
      readonly variance: Place;
      readonly residual: Place | null;
      readonly relu: boolean;
      readonly y: Place;
      readonly epsilon: number;
      readonly rows: number;
      readonly channels: number;
    }
  /** `y`, `mean` and `variance` as `batchNorm` left them; `dresidual` gets dy behind the ReLU. */
  | {
      readonly op: "batchNormGrad";
      readonly dy: Place;
      readonly x: Place;
      readonly y: Place;
      readonly gamma: Place;
      readonly mean: Place;
      readonly variance: Place;
      readonly dx: Sink;
      readonly dgamma: Place;
      readonly dbeta: Place;
      readonly dresidual: Sink | null;
      readonly relu: boolean;
      readonly epsilon: number;
      readonly rows: number;
      readonly channels: number;
    }
  /** `[batch, positions, channels]` → `[batch, channels]`. */
  | {
      readonly op: "globalAvgPool";
      readonly x: Place;
      readonly y: Place;
      readonly positions: number;
      readonly channels: number;
    }
  | {
      readonly op: "globalAvgPoolGrad";
      readonly dy: Place;
      readonly dx: Sink;
      readonly positions: number;
      readonly channels: number;
    }
  /** `y [batch, units] = x [batch, inputs] kernel [inputs, units] (+ bias [units])`. */
  | {
      readonly op: "dense";
      readonly x: Place;
      readonly kernel: Place;
      readonly bias: Place | null;
      readonly y: Place;
      readonly inputs: number;
      readonly units: number;
    }
  | {
      readonly op: "denseGrad";
      readonly x: Place;
      readonly kernel: Place;
      readonly dy: Place;
      readonly dx: Sink | null;
      readonly dkernel: Place;
      readonly dbias: Place | null;
      readonly inputs: number;
      readonly units: number;
    }
  /**
   * Softmax cross-entropy against the samples' labels. `slope = (softmax - onehot) / batch`. Results: at `losses` each
   * sample's loss in nats, at `correct` 1 where the first largest logit is the label's, else 0; `[batch]` each.
   */
  | {
      readonly op: "crossEntropy";
      readonly logits: Place;
      readonly slope: Place;
      readonly classes: number;
      readonly losses: number;
      readonly correct: number;
    }
  /**
   * FSP matrices `[rows, c1, c2]`: `G[a, b] = mean over positions of first[.., a] * last[.., b]`. Where one map is larger
   * it is max-pooled by blocks down to the other's size first; its sides are multiples of the other's.
   */
  | {
      readonly op: "fsp";
      readonly first: Place;
      readonly firstSize: MapSize;
      readonly last: Place;
      readonly lastSize: MapSize;
      readonly matrices: Place;
      readonly rows: Rows;
    }
  /** Gradients in both maps; through a pool to the first largest of a block in row order. */
  | {
      readonly op: "fspGrad";
      readonly slope: Place;
      readonly first: Place;
      readonly firstSize: MapSize;
      readonly last: Place;
      readonly lastSize: MapSize;
      readonly dfirst: Sink | null;
      readonly dlast: Sink | null;
    }
  /**
   * `slope = scale * (student - teacher)`, the student's rows by batch. Results: at `losses` each sample's squared
   * difference summed over its matrix, `[batch]`.
   */
  | {
      readonly op: "fspLoss";
      readonly student: Place;
      readonly teacher: Place;
      readonly teacherRows: Rows;
      readonly cells: number;
      readonly slope: Place;
      readonly scale: number;
      readonly losses: number;
    }
  /**
   * For each range of the arenas: `v = momentum * v + (g + decay * w)`, `w = w - rate * v`, with the settings of the step's
   * inputs. Numbers outside the ranges stay as they are.
   */
  | { readonly op: "momentum"; readonly ranges: readonly Range[] }
  /** Copies `from` to the results at `results`. */
  | { readonly op: "report"; readonly from: Place; readonly results: number };

/** The calls of one kernel. */
export type CallOf<Op extends Call["op"]> = Extract<Call, { op: Op }>;

export interface Range {
  /** A multiple of `alignment`. */
  readonly offset: number;
  readonly length: number;
}

export interface Routine {
  readonly batch: number;
  /** Lengths of the routine's own buffers, in numbers. */
  readonly buffers: readonly number[];
  /** What a buffer holds from the start. The rest hold zeros. */
  readonly constants: readonly { readonly place: Place; readonly values: Float32Array }[];
  /** Run before `calls` in steps that ask for it: the teacher, where its matrices are not in the cache yet. */
  readonly prelude: readonly Call[];
  readonly calls: readonly Call[];
  /** Numbers that one step gives back. */
  readonly results: number;
  /** How many steps may be queued before their results are read. */
  readonly depth: number;
}
