/** Which layers a method without matrices of its own reads: the ends of sections, by the sections' names. */
import type { Network } from "../network.ts";

export const layerChoices = ["middle", "all", "last"] as const;
export type LayerChoice = (typeof layerChoices)[number];

/** One layer of each network. */
export interface LayerMatch {
  /** The section's. */
  readonly name: string;
  readonly teacher: string;
  readonly student: string;
}

/** Of the sections that both networks have, in the student's order. */
export function layerMatchesOf(choice: LayerChoice, teacher: Network, student: Network): readonly LayerMatch[] {
  const common = student.sections.flatMap(({ name, last }): LayerMatch[] => {
    const theirs = teacher.sections.find((section) => section.name === name);
    return theirs ? [{ name, teacher: theirs.last, student: last }] : [];
  });
  switch (choice) {
    case "middle":
      return common.slice(Math.floor(common.length / 2)).slice(0, 1);
    case "all":
      return common;
    case "last":
      return common.slice(-1);
    default:
      return choice satisfies never;
  }
}
