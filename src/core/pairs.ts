import type { Network } from "./network.ts";
import { mapShapeOf } from "./network.ts";

/** Which layer of a section an FSP pair starts at; the paper says "the first layer" and no more. */
export const firstTaps = ["first-layer", "section-input"] as const;
export type FirstTap = (typeof firstTaps)[number];

/**
 * A section's input: then the two maps differ in size from the second section on, and the paper's remark that the larger
 * is max-pooled has a meaning. It works for ResNet-8, and the student learns more by it (README).
 */
export const defaultFirstTap: FirstTap = "section-input";

/** Makes the larger of a pair's two maps as small as the other. */
export interface Resize {
  readonly of: "first" | "last";
  readonly op: "max" | "avg" | "bilinear";
  readonly to: readonly [height: number, width: number];
}

/** Two taps of one network; they give one FSP matrix, `[channels of first, channels of last]`. */
export interface Pair {
  readonly first: string;
  readonly last: string;
  readonly resize: Resize | null;
}

/** The layers that a list of pairs reads, each once. */
export function tapsOf(pairs: readonly Pair[]): string[] {
  return [...new Set(pairs.flatMap((pair) => [pair.first, pair.last]))];
}

/** One teacher pair compared with one student pair of the same name. */
export interface Match {
  readonly name: string;
  readonly teacher: Pair;
  readonly student: Pair;
  readonly shape: readonly [channels1: number, channels2: number];
}

/** One pair a section, named after it, from its first to its last layer; the larger map is max-pooled. */
export function pairsOf(network: Network, firstTap: FirstTap): Record<string, Pair> {
  return Object.fromEntries(
    network.sections.map((section) => {
      const first = firstTap === "first-layer" ? section.first : section.input;
      const [height1, width1] = mapShapeOf(network, first);
      const [height2, width2] = mapShapeOf(network, section.last);
      const resize: Resize | null =
        height1 === height2 && width1 === width2 ? null : { of: "first", op: "max", to: [height2, width2] };
      return [section.name, { first, last: section.last, resize }];
    }),
  );
}

export function matrixShapeOf(network: Network, pair: Pair): readonly [number, number] {
  return [mapShapeOf(network, pair.first)[2], mapShapeOf(network, pair.last)[2]];
}

/** The outcome of laying two networks' pairs side by side: what matches, and in a sentence what cannot. */
export interface Matching {
  readonly matches: readonly Match[];
  readonly misfits: readonly {
    readonly name: string;
    readonly teacher: readonly number[] | null;
    readonly student: readonly number[] | null;
  }[];
}

/** Matches pairs of equal name and equal matrix shape; the rest are misfits with both shapes (null: no such pair). */
export function matchingOf(teacher: Network, student: Network, firstTap: FirstTap): Matching {
  const teacherPairs = pairsOf(teacher, firstTap);
  const studentPairs = pairsOf(student, firstTap);
  const names = [...new Set([...Object.keys(teacherPairs), ...Object.keys(studentPairs)])];
  const rows = names.map((name) => {
    const [ours, theirs] = [studentPairs[name], teacherPairs[name]];
    const shapes = {
      teacher: theirs ? matrixShapeOf(teacher, theirs) : null,
      student: ours ? matrixShapeOf(student, ours) : null,
    };
    const same = shapes.teacher && shapes.student && shapes.teacher.join() === shapes.student.join();
    return same
      ? { match: { name, teacher: theirs!, student: ours!, shape: shapes.teacher! } }
      : { misfit: { name, ...shapes } };
  });
  return {
    matches: rows.flatMap((row) => row.match ?? []),
    misfits: rows.flatMap((row) => row.misfit ?? []),
  };
}
