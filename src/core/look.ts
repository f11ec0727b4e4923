/** What can be asked of a run beside its reports, at any point of its training that was kept, and what the answers hold. */
import type { OwnChannels } from "./compared-channels.ts";
import type { PairMaps } from "./fsp-cell.ts";
import type { ImageSet } from "./images.ts";
import type { LossGradients } from "./loss-gradients.ts";
import type { Moment } from "./moment.ts";
import type { RelationParts } from "./relations/relation-parts.ts";
import type { Matrix } from "./report.ts";
import type { Phase } from "./slow-motion.ts";

/** A kept moment, or where training stands when the question is answered. */
export type At = Moment | "now";

/** Whose layers are looked at; the teacher's weights are the same at every moment. */
export type Side = { readonly of: "teacher" } | { readonly of: "student"; readonly at: At };

/** The images that an answer is about; of several it gives the mean. */
export type Subject =
  /** One validation image. */
  | { readonly kind: "image"; readonly index: number }
  /** The first validation images, whose matrices the run reports as it goes. */
  | { readonly kind: "probe" }
  | { readonly kind: "validation" }
  /** What an iteration, counted from 0, learns from, augmented as it is then. */
  | { readonly kind: "batch"; readonly stage: 1 | 2; readonly iteration: number };

/** Everything is computed in inference mode, but for slow motion, and changes nothing of the run. */
export type Look =
  /** Every pair's matrices, of both networks, as their cells are compared: what a remedy makes of them. */
  | { readonly type: "matrices"; readonly at: At; readonly subject: Subject }
  /** One pair's channel maps, of both networks: enough for the mathematics of each of its cells. */
  | { readonly type: "pair"; readonly at: At; readonly subject: Subject; readonly pair: string }
  /** The channel maps of one network's own at a pair's taps, whatever is made of them to compare it. */
  | { readonly type: "maps"; readonly side: Side; readonly subject: Subject; readonly pair: string }
  /** What one pair is compared by where its matrices' cells are not: linear CKA and traces. */
  | { readonly type: "relation"; readonly at: At; readonly subject: Subject; readonly pair: string }
  /** Some channels of a layer that has positions. */
  | {
      readonly type: "features";
      readonly side: Side;
      readonly subject: Subject;
      readonly layer: string;
      readonly channels: readonly number[];
    }
  /** Of validation images `from` .. `from + count - 1`, with the images. */
  | { readonly type: "predictions"; readonly side: Side; readonly from: number; readonly count: number }
  /** Of all validation images. */
  | { readonly type: "confusion"; readonly side: Side }
  /** How hard each loss pulls in the next training step, or in a stage's first. */
  | { readonly type: "gradients"; readonly from: "now" | 1 | 2 }
  /** The next training step, or a stage's first, on a copy. */
  | { readonly type: "slowMotion"; readonly from: "now" | 1 | 2 };

/** A look of one type. */
export type LookOf<Type extends Look["type"]> = Extract<Look, { type: Type }>;

export const mostChannels = 64;
export const mostPredictions = 64;
/** Of one answer. */
export const mostBytes = 16 * 2 ** 20;

/** One pair's matrices `[channels1, channels2]`, the means over the subject's images. */
export interface PairMatrices {
  readonly pair: string;
  readonly shape: Matrix["shape"];
  readonly teacher: Float32Array;
  readonly student: Float32Array;
  /** For each cell its part of the pair's loss, mostly the squared difference; the mean over the images. Their sum is the loss. */
  readonly losses: Float32Array;
}

/** Of the channels that are compared. */
export interface ComparedMaps extends PairMaps {
  /** What they are made of; null where they are the network's own. */
  readonly own: OwnChannels | null;
}

/** `moment` is that of the student's weights; null where the teacher was looked at. Arrays belong to the answer alone. */
export type LookAnswer =
  | { readonly type: "matrices"; readonly moment: Moment; readonly pairs: readonly PairMatrices[] }
  | {
      readonly type: "pair";
      readonly moment: Moment;
      /** Of the same images, so that every number about a cell is of one moment. */
      readonly matrices: PairMatrices;
      readonly teacher: ComparedMaps;
      readonly student: ComparedMaps;
    }
  | {
      readonly type: "maps";
      readonly moment: Moment | null;
      readonly maps: PairMaps;
      /** Of their matrix. */
      readonly shape: Matrix["shape"];
    }
  | {
      readonly type: "relation";
      readonly moment: Moment;
      /** Each network's own, the mean over the images. */
      readonly teacher: Matrix;
      readonly student: Matrix;
      readonly parts: RelationParts;
    }
  | {
      readonly type: "features";
      readonly moment: Moment | null;
      /** `[height, width, channels asked for]`, the mean over the subject's images. */
      readonly maps: Float32Array;
      readonly size: readonly [height: number, width: number];
    }
  | {
      readonly type: "predictions";
      readonly moment: Moment | null;
      /** `[count, classes]`, softmax of the logits. */
      readonly probabilities: Float32Array;
      /** `[count]`, class indices. */
      readonly labels: Uint8Array;
      /** `[count, height, width, channels]`. */
      readonly pixels: Uint8Array;
      readonly size: ImageSet["size"];
      /** Their names. */
      readonly classes: readonly string[];
    }
  /** `counts` `[classes, classes]`: rows are labels, columns what they were taken for. */
  | {
      readonly type: "confusion";
      readonly moment: Moment | null;
      /** Their names. */
      readonly classes: readonly string[];
      readonly counts: Uint32Array;
    }
  | { readonly type: "gradients"; readonly gradients: LossGradients }
  | { readonly type: "slowMotion"; readonly moment: Moment; readonly phases: readonly Phase[] };

export type LookFailure =
  /** A later look at the same thing took its place. */
  | "superseded"
  /** The run has not begun, or is forgotten. */
  | "no-run"
  /** No weights were kept of this moment. */
  | "no-snapshot"
  /** The run has no teacher, or no pair of the two networks matches. */
  | "no-teacher"
  /** No such pair, layer, channel or image. */
  | "not-there"
  /** The answer would be larger than `mostBytes`. */
  | "too-large"
  /** Slow motion does not know what this stage minimises. */
  | "other-loss"
  /** Linear CKA and traces compare no cells; everything else compares nothing but cells. */
  | "no-cells"
  /** Linear CKA compares the images among each other. */
  | "one-image"
  /** There is no step behind the last. */
  | "no-step"
  | "internal";

/** A look that cannot be answered, and in a sentence why. */
export class LookRefused extends Error {
  override readonly name = "LookRefused";
  readonly code: LookFailure;

  constructor(code: LookFailure, message: string) {
    super(message);
    this.code = code;
  }
}

/** Of two looks with the same slot the later one takes the earlier one's place: they show the same thing. */
export function slotOf(look: Look): string {
  switch (look.type) {
    case "matrices":
    case "gradients":
    case "slowMotion":
      return look.type;
    case "pair":
    case "relation":
      return `${look.type} ${look.pair}`;
    case "maps":
      return `maps ${look.side.of} ${look.pair}`;
    case "features":
      return `features ${look.side.of} ${look.layer}`;
    case "predictions":
    case "confusion":
      return `${look.type} ${look.side.of}`;
    default:
      return look satisfies never;
  }
}

/** The memory of the arrays in an answer, which can be handed over with it; each once. */
export function buffersOf(answer: LookAnswer): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (value: unknown) => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit(answer);
  return [...found];
}

export function bytesOf(answer: LookAnswer): number {
  return buffersOf(answer).reduce((sum, { byteLength }) => sum + byteLength, 0);
}
