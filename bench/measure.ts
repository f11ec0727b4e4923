/** Times cases on several engines in one go: each is asked in turn, again and again. */
import { costsOf } from "../src/core/network.ts";
import type { StepWork, Work } from "./cases.ts";
import { nameOf } from "./cases.ts";
import { studentOf, teacher } from "./inputs.ts";
import type { Answer } from "./protocol.ts";
import type { Remote } from "./remote.ts";
import type { Row, Setting } from "./results.ts";
import { caseAt } from "./results.ts";

export interface Patience {
  /** Samples of each engine; one of those slower than `slowMs` a step. */
  readonly rounds: number;
  readonly slowMs: number;
  /** Steps are repeated until a sample takes so long. */
  readonly sampleMs: number;
  /** Work whose step would take longer is left out, as far as its engine's pace is known. */
  readonly longestStepMs: (work: StepWork) => number;
  /** No work is begun that would not be done by then, by `performance.now`. */
  readonly until: number;
}

/** Quick engines give so many samples even when the time is up: a first one is no more than a guess. */
const leastRounds = 2;
/** Steps in one sample: what is queued has to be held. */
const mostSteps = 128;

type Ran = Extract<Answer, { readonly type: "ran" }>;

/** One engine at one case. */
interface Entry {
  readonly remote: Remote;
  readonly work: Work;
  readonly name: string;
  /** Of one step each. */
  readonly samples: number[];
  stepsPerSample: number;
  losses: [first: number, last: number] | null;
  counts: Row["counts"];
  /** Why there is no more to measure; null while there is. */
  note: string | null;
  slow: boolean;
}

/** What an engine was seen to need for a million multiply-adds of a training step, by engine and backend. */
export type Pace = Map<string, number>;

/** Rows in the order of works, then of engines. */
export async function measured(
  setting: Setting,
  works: readonly Work[],
  remotes: readonly Remote[],
  patience: Patience,
  pace: Pace,
): Promise<Row[]> {
  const entries = works.flatMap((work) => remotes.map((remote) => entryOf(remote, work)));
  for (const entry of entries) await warmUp(entry, patience, pace);
  for (const entry of active(entries)) await firstSample(entry, patience, pace);
  const hasTime = (round: number) => round <= leastRounds || performance.now() < patience.until;
  for (let round = 1; round < patience.rounds && hasTime(round); round++) {
    for (const entry of active(entries)) if (!entry.slow) await sample(entry, round);
  }
  for (const { remote, name } of entries) await remote.ask({ type: "release", name });
  return entries.map((entry) => rowFor(setting, entry));
}

function entryOf(remote: Remote, work: Work): Entry {
  const nothing = { losses: null, counts: null, note: null };
  return { remote, work, name: nameOf(work), samples: [], stepsPerSample: 1, slow: false, ...nothing };
}

function active(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry) => entry.note === null);
}

/** The first step pays for compilation and is not counted. */
async function warmUp(entry: Entry, { longestStepMs, until }: Patience, pace: Pace): Promise<void> {
  const { remote, name, work } = entry;
  const expected = work.kind === "step" ? (pace.get(paceOf(remote)) ?? 0) * millionsOf(work) : 0;
  if (work.kind === "step" && expected > longestStepMs(work)) {
    entry.note = `left out: a step would take about ${Math.round(expected / 1000)} s here`;
    return;
  }
  if (performance.now() + 2 * expected > until) {
    entry.note = "left out: the time was up";
    return;
  }
  const answer = await remote.ask({ type: "prepare", name, work });
  if (answer.type === "missing") entry.note = answer.reason;
  else {
    const ran = await run(entry, 1);
    if (ran && ran.loss !== null) entry.losses = [ran.loss, ran.loss];
  }
}

async function firstSample(entry: Entry, { slowMs, sampleMs }: Patience, pace: Pace): Promise<void> {
  const ran = await run(entry, 1);
  if (!ran) return;
  const { remote, work } = entry;
  if (work.kind === "step") pace.set(paceOf(remote), ran.ms / millionsOf(work));
  entry.slow = ran.ms >= slowMs;
  entry.stepsPerSample = Math.min(mostSteps, Math.max(1, Math.round(sampleMs / ran.ms)));
  entry.samples.push(ran.ms);
}

async function sample(entry: Entry, round: number): Promise<void> {
  const ran = await run(entry, entry.stepsPerSample);
  if (!ran) return;
  // The first sample, of one step, only told how many to take.
  if (round === 1) entry.samples.length = 0;
  entry.samples.push(ran.ms / entry.stepsPerSample);
}

async function run(entry: Entry, steps: number): Promise<Ran | null> {
  const answer = await entry.remote.ask({ type: "run", name: entry.name, steps });
  if (answer.type !== "ran") {
    entry.note = answer.type === "missing" ? answer.reason : `it answered "${answer.type}"`;
    return null;
  }
  if (answer.loss !== null && entry.losses) entry.losses[1] = answer.loss;
  if (answer.counts) {
    const { dispatches, uploadedBytes } = answer.counts;
    entry.counts = { dispatches: dispatches / steps, uploadedBytes: uploadedBytes / steps };
  }
  return answer;
}

function rowFor(setting: Setting, { remote, work, name, samples, losses, counts, note }: Entry): Row {
  const sorted = samples.toSorted((a, b) => a - b);
  const { adapter, software, threads } = remote.opened;
  const { engine, backend } = remote;
  return {
    case: caseAt(setting, name),
    backend,
    adapter,
    software,
    threads,
    engine,
    batch: work.batch,
    msMedian: medianOf(sorted),
    msMin: sorted[0] ?? null,
    msMax: sorted.at(-1) ?? null,
    runs: sorted.length,
    // Nothing is computed on the null backend, so a loss is whatever lay in memory.
    losses: setting === "null" ? null : losses,
    counts,
    note,
  };
}

function medianOf(sorted: readonly number[]): number | null {
  const middle = sorted.length / 2;
  if (middle === 0) return null;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

function paceOf({ engine, backend }: Remote): string {
  return `${engine} ${backend}`;
}

/** Multiply-adds of a step, in millions: backward is twice forward, a live teacher runs forward. */
export function millionsOf({ depth, stage, batch }: StepWork): number {
  const forward = costsOf(studentOf(depth).network).multiplyAdds;
  const guide = stage === "stage1-live" ? costsOf(teacher().network).multiplyAdds : 0;
  return (batch * (3 * forward + guide)) / 1e6;
}
