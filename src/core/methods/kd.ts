/** Soft logits: the student learns the teacher's softened answers beside the labels (Hinton, Vinyals and Dean 2015). */
import * as v from "valibot";
import { between } from "../schema-parts.ts";

/** Logits are divided by it before their softmax. */
export const temperature = between(0.1, 100);

export const softEntries = {
  temperature,
  /** Of the soft loss, times the temperature squared; the labels have the rest. */
  share: between(0, 1),
};

export const kdSchema = v.strictObject({ kind: v.literal("kd"), ...softEntries });

/** The paper tries many; these are RepDistiller's. */
export const usualSoft = { temperature: 4, share: 0.9 };
export const usualKd: v.InferOutput<typeof kdSchema> = { kind: "kd", ...usualSoft };
