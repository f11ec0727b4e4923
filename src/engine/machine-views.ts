/** Looks at a network through routines on the machine that trains it. */
import type { LabelledImages } from "../core/images.ts";
import type { CompiledRoutine } from "../kernels/routine/machine.ts";
import type { Routine } from "../kernels/routine/routine.ts";
import type { Evaluation } from "./evaluation.ts";
import { Tally } from "./evaluation.ts";

/** Runs a logits routine over all of its images; places in the last batch that are too many see the first image. */
export async function evaluated(
  compiled: CompiledRoutine,
  { batch, results, depth }: Routine,
  { labels }: LabelledImages,
  breathe: () => Promise<void>,
  seen: ((logits: Float32Array) => void) | undefined,
): Promise<Evaluation> {
  const tally = new Tally();
  for (let from = 0; from < labels.length; from += batch * depth) {
    const queued: Uint8Array[] = [];
    for (let at = from; at < Math.min(labels.length, from + batch * depth); at += batch) {
      look(compiled, batch, (i) => (at + i < labels.length ? at + i : 0));
      queued.push(labels.subarray(at, at + batch));
    }
    for (const [index, row] of (await compiled.results()).entries()) {
      const own = queued[index]!;
      tally.add(row, results / batch, own);
      seen?.(row.slice(0, (results / batch) * own.length));
    }
    await breathe();
  }
  return tally.evaluation();
}

/** One run that changes nothing, of the images that `imageAt` names. */
export function look(compiled: CompiledRoutine, batch: number, imageAt: (place: number) => number): void {
  const samples = new Int32Array(4 * batch);
  for (let i = 0; i < batch; i++) samples[4 * i] = imageAt(i);
  compiled.run({ samples, rate: 0, momentum: 0, decay: 0, prelude: false });
}
