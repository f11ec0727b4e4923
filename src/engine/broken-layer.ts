/** Which layer broke first: the steps since all numbers were finite, once more with the reference engine. */
import { isOfHeldOut, type BrokenLayer } from "../core/divergence.ts";
import { stageOneIterations } from "../core/methods/facts.ts";
import { isSound } from "./guard.ts";
import type { NotFinite, Trace } from "./not-finite.ts";
import { firstNotFinite, type Numbers } from "./numbers.ts";
import type { ReplayState } from "./replay.ts";
import { Replay } from "./replay.ts";

/** Other kernels round otherwise: what breaks may break so many iterations later there. */
const patience = 5;

export interface Search {
  /** Rejects to end the search. */
  readonly breathe: () => Promise<void>;
  /** So many of at most `total` iterations are replayed. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Null where every number of the replay stays finite. It takes no longer than the distance to the last sound state. */
export async function brokenLayer(error: NotFinite, search: Search): Promise<BrokenLayer | null> {
  const { trace } = error;
  return trace && ((await brokenAsSeen(error, trace)) ?? (await brokenInReplay(error, trace, search)));
}

/** On held-out images, where the weights are still finite with which it was noticed there. */
async function brokenAsSeen({ noticed, step }: NotFinite, trace: Trace): Promise<BrokenLayer | null> {
  const seen = seenIn(trace);
  if (!seen || !isSound(seen) || !isOfHeldOut(noticed)) return null;
  const found = await inStep(trace, seen, (replay) => firstNotFinite(replay.heldOut(noticed)));
  return found && brokenIn(found, step, found);
}

async function brokenInReplay(
  { step: noticedAt, noticed }: NotFinite,
  trace: Trace,
  { breathe, onProgress }: Search,
): Promise<BrokenLayer | null> {
  const from = firstState(trace);
  const last = Math.min(noticedAt + patience, iterationsOf(trace));
  let [before, state]: [ReplayState | null, ReplayState] = [null, from];
  const replay = await Replay.open(trace, from);
  try {
    for (;;) {
      if (isOfHeldOut(noticed) && state.done >= noticedAt) {
        const found = await firstNotFinite(replay.heldOut(noticed));
        if (found) return brokenIn(found, state.done, found);
      }
      if (state.done >= last) return null;
      onProgress(state.done - from.done, last - from.done);
      await breathe();
      const isFinite = await replay.step();
      const next = await replay.state();
      if (!isFinite || !isSound(next)) return await firstBroken(trace, before, state);
      [before, state] = [state, next];
    }
  } finally {
    replay.dispose();
  }
}

/** In the step behind `state`, with what its numbers were in the one behind `before`. */
async function firstBroken(trace: Trace, before: ReplayState | null, state: ReplayState): Promise<BrokenLayer | null> {
  const found = await inStep(trace, state, (replay) => firstNotFinite(replay.numbers()));
  if (!found) return null;
  const earlier = before && (await inStep(trace, before, (replay) => sameIn(replay.numbers(), found)));
  return brokenIn(found, state.done + 1, earlier ?? found);
}

function brokenIn({ pass, layer, parameter }: Numbers, step: number, ranged: Numbers): BrokenLayer {
  return { pass, layer, parameter, step, range: rangeOf(ranged.values) };
}

async function inStep<Seen>(trace: Trace, state: ReplayState, use: (replay: Replay) => Promise<Seen>): Promise<Seen> {
  const replay = await Replay.open(trace, state);
  try {
    return await use(replay);
  } finally {
    replay.dispose();
  }
}

async function sameIn(numbers: AsyncGenerator<Numbers, void>, same: Numbers): Promise<Numbers | null> {
  for await (const each of numbers) {
    if (each.pass === same.pass && each.layer === same.layer && each.parameter === same.parameter) return each;
  }
  return null;
}

/** Of what is finite. */
function rangeOf(values: Numbers["values"]): BrokenLayer["range"] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : null;
}

function seenIn(trace: Trace): ReplayState | null {
  if (trace.phase === "student") return trace.seen;
  return trace.seen && { ...trace.seen, comparison: new Map() };
}

function firstState(trace: Trace): ReplayState {
  return trace.phase === "teacher" ? { ...trace.from, comparison: new Map() } : trace.settings.from;
}

/** Of the stage up to the end of what is replayed. */
function iterationsOf(trace: Trace): number {
  if (trace.phase === "teacher") return trace.lesson.from + trace.lesson.schedule.iterations;
  const { experiment, from } = trace.settings;
  return from.stage === 1 ? stageOneIterations(experiment.method) : experiment.task.iterations;
}
