/** What a teacher's file says of it in its header, beside its weights. Anybody may give such a file, so it is checked. */
import * as v from "valibot";
import { dataSchema, recipeSchema, seedSchema, type NetworkSpec } from "./experiment.ts";

/** The header's key. */
export const teacherFactsKey = "fsp-lab.teacher";

/** How a teacher came to be. */
const originSchema = v.object({
  recipe: recipeSchema,
  /** What it learnt from. */
  data: dataSchema,
  /** With which it was trained: the recipe's, or that and the run's. */
  seed: seedSchema,
});
export type TeacherOrigin = v.InferOutput<typeof originSchema>;

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const channels = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(3), v.readonly());

const factsSchema = v.object({
  /** Of the training images that it was trained on; it sees images normalised by these. One number a channel, 0 to 1. */
  statistics: v.object({ mean: channels, deviation: channels }),
  scores: v.object({ validation: fraction, test: fraction }),
  weightsHash: v.string(),
  iterations: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Null in files of a time when it was not written down. */
  origin: v.optional(v.nullable(originSchema), null),
});
export type TeacherFacts = v.InferOutput<typeof factsSchema>;

/** Null where these are not a teacher's. */
export function teacherFactsIn(value: unknown): TeacherFacts | null {
  const found = v.safeParse(factsSchema, value);
  return found.success ? found.output : null;
}

/** The same of a header's text. */
export function teacherFactsOf(text: string | undefined): TeacherFacts | null {
  try {
    return text === undefined ? null : teacherFactsIn(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What a teacher is called where nobody names it, as in `resnet14-w8-fashion-mnist-s1`. */
export function usualTeacherName({ recipe, data, seed }: TeacherOrigin): string {
  return `${networkName(recipe.network)}-${data.kind === "stored" ? data.name : data.kind}-s${seed}`.slice(0, 80);
}

function networkName(network: NetworkSpec): string {
  return network.kind === "custom" ? network.kind : `${network.kind}${network.depth}-w${network.width}`;
}
