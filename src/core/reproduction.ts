/**
 * Whether a run came out as another of the same experiment and seed did. Three levels: the same experiment (order of the
 * images, first weights, crops), the same numbers (weights equal to the bit), the same curve (accuracy within a tolerance).
 */
import type { Moment } from "./moment.ts";
import type { Environment, RunKey, WeightsReport } from "./report.ts";

/** One run that others are held against. */
export interface ReferenceRun {
  readonly run: RunKey;
  /** Test accuracy of the last weights, a fraction. */
  readonly test: number;
  /** The hash of the last weights, or its first digits. */
  readonly weights: string;
  /** After each epoch; none where they were not told. */
  readonly hashes: readonly WeightsReport[];
}

export interface Reference {
  /** Who says so: a link's sender, a recording, or an earlier run in this browser. */
  readonly source: "link" | "recording" | "here";
  readonly environment: Environment;
  readonly runs: readonly ReferenceRun[];
}

/** What a run here has come to; `final` is null before its end. */
export interface OwnRun {
  readonly hashes: readonly WeightsReport[];
  readonly final: { readonly test: number; readonly weights: string; readonly environment: Environment } | null;
}

export const environmentParts = [
  "lab",
  "sources",
  "tfjs",
  "backend",
  "engine",
  "adapter",
  "software",
  "variants",
] as const;
export type EnvironmentPart = (typeof environmentParts)[number];

export interface EnvironmentDifference {
  readonly part: EnvironmentPart;
  readonly theirs: string;
  readonly here: string;
}

export interface Comparison {
  /** `open`: nothing differs so far, and the run has not ended. */
  readonly numbers: "open" | "reproduced" | "differs";
  /** The first epoch that differs; null where none does, or none was told. */
  readonly firstDifference: Moment | null;
  /** Epochs whose hashes were compared. */
  readonly epochs: number;
  /** Null before the end. */
  readonly curve: { readonly here: number; readonly allowed: number; readonly isClose: boolean } | null;
  /** What may explain other bits; null before the end. */
  readonly differences: readonly EnvironmentDifference[] | null;
}

/** `testImages` is how many the accuracies were counted on. */
export function comparisonOf(reference: Reference, theirs: ReferenceRun, here: OwnRun, testImages: number): Comparison {
  const compared = here.hashes.flatMap((own) => {
    const other = theirs.hashes.find(({ stage, step }) => stage === own.stage && step === own.step);
    return other ? [{ moment: momentOf(own), isEqual: other.hash === own.hash }] : [];
  });
  const firstDifference = compared.find(({ isEqual }) => !isEqual)?.moment ?? null;
  const shared = { firstDifference, epochs: compared.length };
  const { final } = here;
  if (!final) return { ...shared, numbers: firstDifference ? "differs" : "open", curve: null, differences: null };
  const isEqual = firstDifference === null && final.weights.startsWith(theirs.weights);
  const allowed = tolerance(theirs.test, testImages);
  return {
    ...shared,
    numbers: isEqual ? "reproduced" : "differs",
    curve: { here: final.test, allowed, isClose: Math.abs(final.test - theirs.test) <= allowed },
    differences: differencesOf(reference.environment, final.environment),
  };
}

function momentOf({ stage, step }: WeightsReport): Moment {
  return { stage: stage === 1 ? 1 : 2, step };
}

/** A point, or what two equally good networks differ by on so few images in 19 of 20 cases, whichever is more. A fraction. */
export function tolerance(accuracy: number, images: number): number {
  // A network that gets all of a few images right is not sure to do so again.
  const share = Math.min(1 - 1 / (images + 2), Math.max(1 / (images + 2), accuracy));
  return Math.max(0.01, 1.96 * Math.sqrt((2 * share * (1 - share)) / images));
}

export function differencesOf(theirs: Environment, here: Environment): EnvironmentDifference[] {
  return environmentParts.flatMap((part) => {
    const [before, now] = [theirs[part] ?? null, here[part] ?? null];
    return before === now ? [] : [{ part, theirs: textOf(before), here: textOf(now) }];
  });
}

function textOf(value: string | boolean | null): string {
  return value === null ? "–" : String(value);
}
