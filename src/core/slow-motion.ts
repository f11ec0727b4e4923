/** One training step taken apart into named phases, each with its numbers. */
import type { Origins } from "./compared-channels.ts";
import type { RelationParts } from "./relations/relation-parts.ts";
import type { Matrix } from "./report.ts";

/**
 * In the order in which a step that learns matrices has them; one that learns from the labels alone has no teacher and no
 * matrices. Those from `assign` to `relate` are a remedy's, or a shuffle's, and no step has them all.
 */
export const phaseNames = [
  "teacherForward",
  "studentForward",
  "teacherMatrices",
  "studentMatrices",
  "assign",
  "project",
  "shuffle",
  "adapt",
  "relate",
  "difference",
  "gradient",
  "update",
] as const;
export type PhaseName = (typeof phaseNames)[number];

/** A layer, and the length (Euclidean norm) of what it has in this phase. */
export interface LayerNorm {
  readonly layer: string;
  readonly norm: number;
}

/** What a layer gives for the batch: its norm, its least and largest number, and a picture of it. */
export interface LayerOutput extends LayerNorm {
  readonly least: number;
  readonly most: number;
  /** Of the batch's first image, row-major, the mean over the channels; null where the layer has no positions. */
  readonly map: { readonly size: readonly [height: number, width: number]; readonly values: Float32Array } | null;
}

export type Phase =
  /** Of each tap, and of the logits where the step learns from the labels. */
  | { readonly name: "teacherForward" | "studentForward"; readonly layers: readonly LayerOutput[] }
  /** The means over the batch. */
  | { readonly name: "teacherMatrices" | "studentMatrices"; readonly matrices: readonly Matrix[] }
  /** What is compared instead: of the student where adapters make it, else of the teacher; and of which own channels it is made. */
  | {
      readonly name: "assign" | "project" | "shuffle" | "adapt";
      readonly made: readonly { readonly matrix: Matrix; readonly origins: Origins }[];
    }
  /** What each pair is compared by where its cells are not. */
  | { readonly name: "relate"; readonly pairs: readonly { readonly pair: string; readonly parts: RelationParts }[] }
  /**
   * What the step minimises, and the labels' cross-entropy in it, null where it learns from the teacher alone. Of each pair
   * that it learns: student minus teacher as they are compared, null where their cells are not; its loss before lambda, and
   * lambda.
   */
  | {
      readonly name: "difference";
      readonly loss: number;
      readonly task: number | null;
      readonly pairs: readonly {
        readonly pair: string;
        readonly matrix: Matrix | null;
        readonly loss: number;
        readonly lambda: number;
      }[];
    }
  /** Of each layer with trained parameters, and of each adapter, before decay and momentum; and of all together. */
  | { readonly name: "gradient"; readonly layers: readonly LayerNorm[]; readonly norm: number }
  /** By how far each layer's parameters move, and as a fraction of their own norm. */
  | {
      readonly name: "update";
      readonly rate: number;
      /** `relative` is null where the parameters are all zero. */
      readonly layers: readonly (LayerNorm & { readonly relative: number | null })[];
      readonly norm: number;
    };

/** What a step learns from: the teacher's matrices, the labels, or both at once. */
export type LearningSource = "matrices" | "labels" | "both";

export function learningSource(phases: readonly Phase[]): LearningSource {
  const compared = phases.find((phase) => phase.name === "difference");
  if (!compared || compared.task === null) return "matrices";
  return compared.pairs.length > 0 ? "both" : "labels";
}
