/** How many images of a set from elsewhere an experiment takes. */
import { BadInput } from "./bad-input.ts";
import { leastStoredImages } from "./experiment.ts";
import type { HeldOutSplit, Split } from "./images.ts";

export type SplitCounts = Readonly<Record<Split, number>>;

/**
 * As many as asked for, or as there are. A split that the set does not have takes a tenth of its training images, and no
 * fewer than an experiment needs. Throws `BadInput` (code "data-tiny") where these do not suffice.
 */
export function splitCounts(name: string, there: SplitCounts, asked: SplitCounts): SplitCounts {
  const isTaken = (split: HeldOutSplit) => there[split] === 0;
  const taken = Math.max(leastStoredImages, Math.floor(there.training / 10));
  const heldOut = (split: HeldOutSplit) => Math.min(asked[split], isTaken(split) ? taken : there[split]);
  const [validation, test] = [heldOut("validation"), heldOut("test")];
  const left = there.training - (isTaken("validation") ? validation : 0) - (isTaken("test") ? test : 0);
  const counts = { training: Math.min(asked.training, left), validation, test };
  if (Math.min(...Object.values(counts)) < leastStoredImages)
    throw new BadInput({ code: "data-tiny", name, there, least: leastStoredImages });
  return counts;
}
