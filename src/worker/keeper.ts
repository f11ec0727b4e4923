/**
 * Keeps a training in the browser as it goes: reports within two seconds, checkpoints at least every half minute. Training
 * never waits for the disk; where nothing can be written it goes on, the page is told, and it is tried again.
 */
import { sha256Of } from "../core/canonical.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { teacherKey } from "../core/plan-runs.ts";
import type { RecordedRun } from "../core/recording.ts";
import type { Report, RunKey } from "../core/report.ts";
import type { RunEnd } from "../core/run-end.ts";
import { isSameRun } from "../core/run-order.ts";
import { safetensorsBytes } from "../core/safetensors.ts";
import type { StorageTroubleCode } from "../core/storage-trouble.ts";
import { usualTeacherName } from "../core/teacher-file.ts";
import { checkpointBytes } from "../engine/checkpoint-file.ts";
import { teacherBytes, weightTensors } from "../engine/network-file.ts";
import type { PlanReports } from "../engine/plan-run.ts";
import type { BrokenNote } from "../storage/broken-note.ts";
import type { TrainingRecord } from "../storage/training-record.ts";
import type { NewCheckpoint, Trainings } from "../storage/trainings.ts";
import { StorageTrouble } from "../storage/trouble.ts";

const rowsEveryMs = 1000;
/** Half a minute, less what writing one may take. */
const checkpointEveryMs = 20_000;
const retryAfterMs = 10_000;
const mostWaitMs = 5000;

export interface KeeperParts {
  readonly trainings: Trainings;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Told whenever it changes whether what is reported is kept. */
  readonly onSaving: (trouble: StorageTroubleCode | null) => void;
  /** Rejects where the device has failed: then nothing that it computed is kept. */
  readonly settle: () => Promise<void>;
}

export class Keeper {
  readonly #parts: KeeperParts;
  readonly #plan: Plan;
  /** As it is in the database. */
  #record: TrainingRecord;
  #rows: { readonly run: RunKey; readonly reports: Report[] }[] = [];
  /** What could not be written, and goes before all that comes. */
  #unwritten: readonly RecordedRun[] = [];
  /** Runs that began anew since what is being written was taken. */
  #returned: readonly RunKey[] = [];
  /** Of which the database may still have what they were at first. */
  #stale: readonly RunKey[] = [];
  readonly #taught: Set<string>;
  /** The last of what is being written, or waits for it. */
  #writing: Promise<void> | null = null;
  #wroteAt = -Infinity;
  #checkpointAt: number;
  /** Undefined before anything was written. */
  #trouble: StorageTroubleCode | null | undefined;

  /** `record` is in the database, if anything can be; `taught` names the teachers that are. */
  constructor(record: TrainingRecord, plan: Plan, taught: ReadonlySet<string>, parts: KeeperParts) {
    this.#record = record;
    this.#plan = plan;
    this.#taught = new Set(taught);
    this.#parts = parts;
    this.#checkpointAt = parts.now();
  }

  /** Writes that the training is there, or is again where it goes on from; `told` is what was reported of it and is not there. */
  async begin(told: readonly RecordedRun[]): Promise<void> {
    this.#wroteAt = this.#parts.now();
    if (told.length > 0) {
      this.#rows = told.map(({ run, reports }) => ({ run, reports: [...reports] }));
      this.#write(null);
      await this.#writing;
    }
    // What could not be written takes the place of what is there as soon as it can.
    if (!this.#hasRows()) await this.#guarded(() => this.#parts.trainings.begin(this.#record));
  }

  add(run: RunKey, reports: readonly Report[]): void {
    const last = this.#rows.at(-1);
    if (last && last.run.experiment === run.experiment && last.run.seed === run.seed) last.reports.push(...reports);
    else this.#rows.push({ run, reports: [...reports] });
    const finished = reports.find((report) => report.type === "finished");
    if (!finished) return;
    const result = { run, accuracy: finished.result.last.test };
    this.#record = { ...this.#record, results: [...this.#record.results, result] };
  }

  /** Between two iterations: a checkpoint where one is due, or where training `rests` here for a while. */
  async after(tick: PlanReports, experiment: Experiment, rests: boolean): Promise<void> {
    this.#keepTeacher(tick, experiment);
    await this.#keepStudent(tick);
    const { checkpoint } = tick.active;
    // Elsewhere it would be told once more that a stage begins, or how the run has ended.
    const isBehindStep =
      tick.reports.some((report) => report.type === "step" || report.type === "evaluation") &&
      !tick.reports.some((report) => report.type === "finished");
    const due = this.#parts.now() - this.#checkpointAt >= checkpointEveryMs;
    // Where training goes on it is due again at the next step; where it rests this is the last chance.
    const isTime = rests || (due && !this.#writing);
    if (!checkpoint || !isBehindStep || !isTime || !this.#mayWrite()) return this.flushWhenDue();
    const { moment } = tick.active.student ?? { moment: { stage: 0 as const, step: stepOf(tick.reports) } };
    const kept = await checkpoint();
    await this.#parts.settle();
    const bytes = await checkpointBytes(kept, experiment, "");
    this.#checkpointAt = this.#parts.now();
    const ends = this.#record.ends?.length ?? 0;
    this.#write({ run: tick.run, stage: moment.stage, step: moment.step, ends, bytes });
  }

  /** How a run or a trial has ended. */
  ended(end: RunEnd): void {
    this.#record = { ...this.#record, ends: [...(this.#record.ends ?? []), end] };
    this.#writeSoon();
  }

  /** What is known of a run that broke; `checkpoint` is where it was sound last, when that is told first. */
  async broke(broken: BrokenNote, checkpoint: Uint8Array | null): Promise<void> {
    this.#record = { ...this.#record, broken };
    const kept = async () => {
      await this.#writing;
      if (checkpoint) await this.#guarded(() => this.#parts.trainings.keepSound(this.#record.id, checkpoint));
      this.#write(null);
      await this.#writing;
    };
    await withinPatience(kept());
  }

  /** Which runs are to be made from here on. */
  reordered(order: readonly RunKey[]): void {
    this.#record = { ...this.#record, order: [...order] };
    this.#writeSoon();
  }

  /** Runs or trials that were left in their middle begin anew: what is kept of them is forgotten. */
  returning(runs: readonly RunKey[]): void {
    const isOther = ({ run }: { readonly run: RunKey }) => runs.every((one) => !isSameRun(one, run));
    this.#rows = this.#rows.filter(isOther);
    this.#returned = [...this.#returned, ...runs];
    this.#record = { ...this.#record, ends: (this.#record.ends ?? []).filter(isOther) };
    // The checkpoints that there are count their ends, and are gone with the next writing.
    this.#checkpointAt = -Infinity;
    this.#writeSoon();
  }

  /** To be called now and then where no reports come, as during an evaluation. */
  flushWhenDue(): void {
    const sinceMs = this.#parts.now() - this.#wroteAt;
    if (this.#writing) {
      if (sinceMs >= checkpointEveryMs) this.#say("failed");
    } else if (this.#hasRows() && sinceMs >= rowsEveryMs && this.#mayWrite()) this.#write(null);
  }

  /** Writes what is left, and how the training ended. */
  async end(status: "finished" | "failed"): Promise<void> {
    const ended = async () => {
      await this.#writing;
      // Of one that failed before its first report there is nothing to come back to.
      if (status === "failed" && this.#record.chunks === 0 && !this.#hasRows())
        return this.#guarded(() => this.#parts.trainings.remove(this.#record.id));
      this.#record = { ...this.#record, status };
      this.#write(null);
      await this.#writing;
      // Deleting succeeds on a full disk too, and would hide that nothing was written.
      if (status === "finished" && !this.#trouble)
        await this.#guarded(() => this.#parts.trainings.dropCheckpoints(this.#record.id));
    };
    await withinPatience(ended());
  }

  /** A teacher that was trained here is kept for the runs that are still to come. */
  #keepTeacher({ run, active: { teacher } }: PlanReports, experiment: Experiment): void {
    const key = teacherKey(this.#plan, experiment, run.seed);
    if (!teacher?.origin || experiment.teacher.kind !== "recipe" || this.#taught.has(key) || !this.#mayWrite()) return;
    this.#taught.add(key);
    const { trainings } = this.#parts;
    const [bytes, name] = [teacherBytes(teacher), usualTeacherName(teacher.origin)];
    void this.#guarded(async () => {
      await trainings.keepNetwork(this.#record.id, key, { sha256: await sha256Of(bytes), name, bytes });
    });
  }

  /** Where something is being written, it goes with the next. */
  #writeSoon(): void {
    if (!this.#writing && this.#mayWrite()) this.#write(null);
  }

  /** Its last weights, which nobody has any more when the next run begins. */
  async #keepStudent({ run, reports, active: { student } }: PlanReports): Promise<void> {
    if (!student || !this.#mayWrite() || !reports.some((report) => report.type === "finished")) return;
    const tensors = weightTensors(student.network, await student.learner.arrays());
    const bytes = safetensorsBytes({ tensors, metadata: {} });
    const name = `${run.experiment}-s${run.seed}-student`;
    void this.#guarded(async () => {
      const kept = { sha256: await sha256Of(bytes), name, bytes };
      await this.#parts.trainings.keepStudent(this.#record.id, run, kept);
    });
  }

  #mayWrite(): boolean {
    if (this.#trouble === "gone") return false;
    return !this.#trouble || this.#parts.now() - this.#wroteAt >= retryAfterMs;
  }

  #hasRows(): boolean {
    return this.#rows.length + this.#unwritten.length > 0;
  }

  /** Does not wait for the disk. One goes behind another: each begins where the last has left the record. */
  #write(checkpoint: NewCheckpoint | null): void {
    // Taken now: what is reported while this waits lies behind the checkpoint.
    const [rows, returned] = [this.#rows, this.#returned];
    [this.#rows, this.#returned] = [[], []];
    const writing = this.#writeBehind(this.#writing, rows, checkpoint, returned).finally(() => {
      if (this.#writing === writing) this.#writing = null;
    });
    this.#writing = writing;
  }

  async #writeBehind(
    earlier: Promise<void> | null,
    rows: readonly RecordedRun[],
    checkpoint: NewCheckpoint | null,
    returned: readonly RunKey[],
  ): Promise<void> {
    if (earlier) await earlier;
    const { trainings, now, clock } = this.#parts;
    const stale = [...this.#stale, ...returned];
    this.#stale = stale;
    const old = this.#unwritten.filter(({ run }) => !returned.some((one) => isSameRun(one, run)));
    const all = [...old, ...rows];
    this.#unwritten = [];
    this.#wroteAt = now();
    const known = stale.length > 0 ? { ...this.#record, checkpoints: [] } : this.#record;
    const record = { ...known, changedAt: clock() };
    await this.#guarded(async () => {
      try {
        const { chunks, checkpoints } = await trainings.write(record, all, checkpoint, stale);
        this.#stale = [];
        this.#record = { ...this.#record, chunks, checkpoints };
      } catch (error) {
        this.#unwritten = all;
        throw error;
      }
    });
  }

  async #guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.#say(null);
    } catch (error) {
      if (!(error instanceof StorageTrouble)) throw error;
      this.#say(error.code);
    }
  }

  #say(trouble: StorageTroubleCode | null): void {
    // Whatever else can be written then, this training is not whole there any more.
    if (this.#trouble === "gone") return;
    if (trouble !== this.#trouble) this.#parts.onSaving(trouble);
    this.#trouble = trouble;
  }
}

/** A training that has ended does not wait long for a database that does not answer. */
function withinPatience(writing: Promise<void>): Promise<unknown> {
  return Promise.race([writing, new Promise((resolve) => setTimeout(resolve, mostWaitMs))]);
}

/** How far a teacher's training is, by what was reported last. */
function stepOf(reports: readonly Report[]): number {
  return reports.findLast((report) => report.type === "step" || report.type === "evaluation")?.step ?? 0;
}
