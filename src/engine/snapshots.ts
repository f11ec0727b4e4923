/** Keeps the weights that runs had as they went, so that every number can be looked at later. */
import type { At } from "../core/look.ts";
import { LookRefused } from "../core/look.ts";
import type { Moment, RunMoment } from "../core/moment.ts";
import { isSameMoment } from "../core/moment.ts";
import type { RunKey } from "../core/report.ts";
import { everyFor, isDueSince, spare } from "../core/snapshot-schedule.ts";
import type { Reports } from "./parts.ts";
import type { ComparisonState } from "./comparison.ts";
import type { StudentRun } from "./run.ts";
import type { KeptState, KeptWeights, Scene } from "./scene.ts";
import { stageIterations } from "./scene.ts";

const defaultBudgetBytes = 64 * 2 ** 20;

/** What changed in the store of snapshots. */
export interface SnapshotNews {
  readonly kept: RunMoment;
  readonly dropped: readonly RunMoment[];
}

interface KeptRun {
  readonly run: RunKey;
  /** Ended, it only says what it was. */
  readonly student: StudentRun;
  /** In order. */
  readonly snapshots: KeptWeights[];
  /** Where training stood when it was last seen. */
  seen: Moment;
  /** What the last snapshot and the last step took, ms. */
  snapshotMs: number;
  stepMs: number;
}

export class Snapshots {
  readonly #now: () => number;
  readonly #budgetBytes: number;
  /** By experiment and seed, in the order in which they began. */
  readonly #runs = new Map<string, KeptRun>();
  #live: KeptRun | null = null;

  constructor(now: () => number, budgetBytes = defaultBudgetBytes) {
    this.#now = now;
    this.#budgetBytes = budgetBytes;
  }

  /**
   * To be called between two steps; keeps the weights where that is due, and then gives the news. Where steps are queued
   * that is at the first rest behind the step that the schedule names, so that no queue is emptied for it.
   */
  async after(run: RunKey, reports: Reports, student: StudentRun): Promise<SnapshotNews | null> {
    const { moment } = student;
    if (this.#live?.student !== student) this.#live = this.#begun(run, student);
    else {
      const step = reports.findLast((report) => report.type === "step");
      if (step) this.#live.stepMs = step.milliseconds;
      if (!passedDue(this.#live, moment)) return null;
    }
    const live = this.#live;
    const started = this.#now();
    const weights = await student.learner.arrays();
    const comparison = await comparisonOf(student);
    live.snapshotMs = this.#now() - started;
    live.snapshots.push({ moment, weights, comparison });
    return { kept: { run, moment }, dropped: this.#thin(live) };
  }

  /** The run in progress has ended; its snapshots stay. */
  ended(): void {
    this.#live = null;
  }

  /** Throws `LookRefused` where the run has not begun or had to be forgotten. */
  sceneOf(run: RunKey): Scene {
    const kept = this.#runs.get(keyOf(run));
    if (!kept) throw new LookRefused("no-run", `Nothing is kept of "${run.experiment}" with seed ${run.seed}.`);
    const { experiment, seed, network, matches, statistics, teacher, images } = kept.student;
    return {
      experiment,
      seed,
      network,
      matches,
      statistics,
      teacher,
      images,
      weightsAt: async (at) => this.#weightsAt(kept, at),
      stateAt: async (from) => this.#stateAt(kept, from),
    };
  }

  #begun(run: RunKey, student: StudentRun): KeptRun {
    const kept = { run, student, snapshots: [], seen: student.moment, snapshotMs: 0, stepMs: 0 };
    this.#runs.set(keyOf(run), kept);
    return kept;
  }

  async #weightsAt(kept: KeptRun, at: At): Promise<KeptWeights> {
    const { snapshots, student } = kept;
    if (at !== "now") return found(kept, at);
    if (this.#live !== kept) return snapshots.at(-1)!;
    return { moment: student.moment, weights: await student.learner.arrays(), comparison: await comparisonOf(student) };
  }

  async #stateAt(kept: KeptRun, from: "now" | 1 | 2): Promise<KeptState> {
    if (from !== "now") return { ...found(kept, { stage: from, step: 0 }), velocities: new Map() };
    if (this.#live !== kept) {
      throw new LookRefused("no-step", "The run has ended; look at the first step of one of its stages.");
    }
    const { stage, done: step, weights, velocities, comparison } = await kept.student.checkpoint();
    return { moment: { stage, step }, weights, velocities, comparison };
  }

  /** Lets go until the budget holds, or until of this run, alone, nothing can be spared. */
  #thin(live: KeptRun): RunMoment[] {
    const dropped: RunMoment[] = [];
    while (this.#bytes() > this.#budgetBytes) {
      const victim = this.#victim();
      const oldest = [...this.#runs.values()].find((kept) => kept !== live);
      if (victim) dropped.push(...dropFrom(victim.kept, victim.moment));
      else if (oldest) {
        this.#runs.delete(keyOf(oldest.run));
        dropped.push(...oldest.snapshots.map(({ moment }) => ({ run: oldest.run, moment })));
      } else break;
    }
    return dropped;
  }

  /** The moment that can best be spared of the run that keeps most; null where no run can spare any. */
  #victim(): { kept: KeptRun; moment: Moment } | null {
    const byCount = [...this.#runs.values()].toSorted((a, b) => b.snapshots.length - a.snapshots.length);
    for (const kept of byCount) {
      const moments = kept.snapshots.map(({ moment }) => moment);
      const moment = spare(moments, stageIterations(kept.student.experiment));
      if (moment) return { kept, moment };
    }
    return null;
  }

  #bytes(): number {
    let sum = 0;
    for (const { snapshots } of this.#runs.values()) sum += snapshots.length * bytesOf(snapshots[0]);
    return sum;
  }
}

function keyOf({ experiment, seed }: RunKey): string {
  return `${experiment} ${seed}`;
}

/** Whether a snapshot became due since the run was last seen, which is now. */
function passedDue(live: KeptRun, moment: Moment): boolean {
  const iterations = stageIterations(live.student.experiment)[moment.stage];
  // Where a stage begins the weights are those that the stage before ended with.
  const before = live.seen.stage === moment.stage ? live.seen.step : 0;
  live.seen = moment;
  return isDueSince(before, moment.step, everyFor(live.snapshotMs, live.stepMs), iterations);
}

function found({ snapshots, student }: KeptRun, at: Moment): KeptWeights {
  const border = { stage: 1, step: stageIterations(student.experiment)[1] } as const;
  const isBorder = at.stage === 2 && at.step === 0 && border.step > 0;
  const snapshot = snapshots.find(({ moment }) => isSameMoment(moment, isBorder ? border : at));
  if (!snapshot) throw new LookRefused("no-snapshot", `No weights are kept of stage ${at.stage}, step ${at.step}.`);
  return { ...snapshot, moment: at };
}

function dropFrom({ run, snapshots }: KeptRun, moment: Moment): RunMoment[] {
  snapshots.splice(
    snapshots.findIndex((snapshot) => isSameMoment(snapshot.moment, moment)),
    1,
  );
  return [{ run, moment }];
}

async function comparisonOf({ comparison }: StudentRun): Promise<ComparisonState> {
  return (await comparison?.state()) ?? new Map();
}

function bytesOf(snapshot: KeptWeights | undefined): number {
  let sum = 0;
  for (const values of snapshot?.weights.values() ?? []) sum += values.byteLength;
  for (const { values } of snapshot?.comparison.values() ?? []) sum += values.byteLength;
  return sum;
}
