/** A training that is kept as the worker keeps it, cut off where a test says; and disks that are slow or full. */
import type { Experiment, Plan } from "../core/experiment.ts";
import { JobQueue } from "../core/job-queue.ts";
import type { RecordedRun } from "../core/recording.ts";
import type { Report, RunKey } from "../core/report.ts";
import { pageOrder } from "../core/run-order.ts";
import type { StorageTroubleCode } from "../core/storage-trouble.ts";
import { LabDatabase, type Stores, type Writing } from "../storage/database.ts";
import type { LabStorage } from "../storage/lab-storage.ts";
import type { TrainingRecord } from "../storage/training-record.ts";
import { Trainings } from "../storage/trainings.ts";
import { StorageTrouble } from "../storage/trouble.ts";
import { latestBackend } from "./backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "./lab-parts.ts";
import { Keeper } from "../worker/keeper.ts";
import { performPlan } from "../worker/perform-plan.ts";
import type { Resumption } from "../worker/resumption.ts";

export const parts = testParts("wasm");
const another: Experiment = {
  ...tinyExperiment,
  name: "another",
  teacher: { ...tinyExperimentParts.recipe, seed: 5 },
  method: { kind: "none" },
};
/** Two teachers: the second run that learns from each takes it from the shelf. */
export const plan: Plan = {
  kind: "plan",
  version: 1,
  name: "kept",
  seeds: [1, 2],
  baseline: null,
  teacherPerSeed: false,
  experiments: [tinyExperiment, { ...another, method: tinyExperimentParts.fsp }],
};

export const beginning = (of = plan): Resumption => ({
  record: {
    version: 1,
    id: "kept",
    document: of,
    begunAt: 0,
    changedAt: 0,
    environment: parts.environment,
    status: "training",
    chunks: 0,
    checkpoints: [],
    results: [],
  },
  before: [],
  order: pageOrder(of),
  current: null,
  shelf: new Map(),
});

interface Attempt {
  readonly resumption: Resumption;
  readonly plan?: Plan;
  /** Cuts it off behind so many ticks. */
  readonly ticks: number;
  /** A checkpoint falls due behind every so many ticks. */
  readonly checkpointEvery: number;
  /** What was reported until it was cut off is added. */
  readonly reported?: Report[];
  /** Behind so many ticks the runs to make are these. */
  readonly reorders?: readonly { readonly ticks: number; readonly order: readonly RunKey[] }[];
}

class CutOff extends Error {}

/** With the worker's own loop; a tick takes one second of a clock that stands otherwise. */
export async function train({
  resumption,
  ticks,
  checkpointEvery,
  plan: trained = plan,
  reported,
  reorders = [],
}: Attempt): Promise<(StorageTroubleCode | null)[]> {
  let ms = 0;
  const troubles: (StorageTroubleCode | null)[] = [];
  const { record, before, order, shelf } = resumption;
  const tab = new TabDatabase();
  const keeper = new Keeper(record, trained, new Set(shelf.keys()), {
    trainings: new Trainings(tab, () => {}),
    now: () => ms,
    clock: () => ms,
    onSaving: (trouble) => void troubles.push(trouble),
    settle: async () => {},
  });
  await keeper.begin(record.chunks === 0 ? before : []);
  let count = 0;
  const queue = new JobQueue(trained, order, record.ends ?? []);
  try {
    await performPlan(trained, resumption, {
      queue,
      keeper,
      backend: latestBackend()!,
      parts,
      broken: async () => null,
      begins: () => {},
      told: async ({ reports }) => {
        reported?.push(...reports);
        ms += 20_000 / checkpointEvery;
      },
      rests: () => false,
      mayGoOn: async () => {
        // What is being written is on its way all the same when a tab is closed.
        await tab.written();
        count += 1;
        if (count === ticks) throw new CutOff();
        const order = reorders.find((one) => one.ticks === count)?.order;
        if (!order) return;
        const returning = queue.reorder(order);
        if (returning.length > 0) keeper.returning(returning);
        keeper.reordered(order);
      },
      ended: () => {},
    });
  } catch (error) {
    if (!(error instanceof CutOff)) throw error;
    await tab.closeTab();
    return troubles;
  }
  await keeper.end("finished");
  // It waits only so long for the disk, and a busy machine may take longer.
  await tab.written();
  return troubles;
}

/** A tab's own: when that is closed, what is being written is written, and nothing comes behind it. */
class TabDatabase extends LabDatabase {
  readonly #writing = new Set<Promise<unknown>>();
  #isClosed = false;

  override async write<Names extends Stores, T>(
    stores: Names,
    act: (writing: Writing<Names>) => Promise<T>,
  ): Promise<T> {
    if (this.#isClosed) return new Promise<never>(() => {});
    const written = super.write(stores, act);
    this.#writing.add(written);
    return written.finally(() => this.#writing.delete(written));
  }

  /** What waits behind it too. */
  async written(): Promise<void> {
    do {
      await Promise.allSettled(this.#writing);
      await new Promise((resolve) => setTimeout(resolve, 1));
    } while (this.#writing.size > 0);
  }

  async closeTab(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#writing);
  }
}

/** A database that writes nothing before it may. */
export class SlowDatabase extends LabDatabase {
  #mayWrite = Promise.resolve();

  /** Gives how it is let go on. */
  hold(): () => void {
    let letGo = () => {};
    this.#mayWrite = new Promise((resolve) => {
      letGo = resolve;
    });
    return letGo;
  }

  override async write<Names extends Stores, T>(
    stores: Names,
    act: (writing: Writing<Names>) => Promise<T>,
  ): Promise<T> {
    await this.#mayWrite;
    return super.write(stores, act);
  }
}

/** A database on a disk that may be full. */
export class FullDatabase extends LabDatabase {
  isFull = false;
  #writing = 0;

  get isIdle(): boolean {
    return this.#writing === 0;
  }

  override async write<Names extends Stores, T>(
    stores: Names,
    act: (writing: Writing<Names>) => Promise<T>,
  ): Promise<T> {
    this.#writing += 1;
    try {
      if (this.isFull) throw new StorageTrouble("full", "the disk is full");
      return await super.write(stores, act);
    } finally {
      this.#writing -= 1;
    }
  }
}

export async function keptOf(
  storage: Pick<LabStorage, "trainings">,
): Promise<{ record: TrainingRecord; reports: Map<string, Report[]> }> {
  const record = (await storage.trainings.record("kept"))!;
  const chunks: RecordedRun[] = [];
  for await (const chunk of storage.trainings.chunks("kept", record.chunks)) chunks.push(...chunk);
  const reports = new Map<string, Report[]>();
  for (const { run, reports: some } of chunks) {
    const key = `${run.experiment} ${run.seed}`;
    reports.set(key, [...(reports.get(key) ?? []), ...some]);
  }
  return { record, reports };
}
