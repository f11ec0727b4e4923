/** Kept, cut off anywhere, gone on with: the same bits as if nothing had happened. */
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Experiment, Plan } from "../core/experiment.ts";
import { sha256Of } from "../core/canonical.ts";
import { JobQueue } from "../core/job-queue.ts";
import type { RecordedRun } from "../core/recording.ts";
import type { Report, RunKey } from "../core/report.ts";
import { pageOrder } from "../core/run-order.ts";
import type { StorageTroubleCode } from "../core/storage-trouble.ts";
import type { Backend } from "../engine/backend.ts";
import { runOne } from "../engine/plan-run.ts";
import { studentNetwork } from "../core/build-network.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { weightsHash } from "../models/weights.ts";
import { LabDatabase, type Stores, type Writing } from "../storage/database.ts";
import { labStorage, type LabStorage } from "../storage/lab-storage.ts";
import type { BrokenNote } from "../storage/broken-note.ts";
import { trainingIn, type TrainingRecord } from "../storage/training-record.ts";
import { Trainings } from "../storage/trainings.ts";
import { StorageTrouble } from "../storage/trouble.ts";
import { latestBackend, openTestBackend } from "../testing/backends.ts";
import { done } from "../testing/frozen-database.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { Keeper } from "./keeper.ts";
import { performPlan } from "./perform-plan.ts";
import { resumptionOf, type Resumption } from "./resumption.ts";

const parts = testParts("wasm");
const another: Experiment = {
  ...tinyExperiment,
  name: "another",
  teacher: { ...tinyExperimentParts.recipe, seed: 5 },
  method: { kind: "none" },
};
/** Two teachers: the second run that learns from each takes it from the shelf. */
const plan: Plan = {
  kind: "plan",
  version: 1,
  name: "kept",
  seeds: [1, 2],
  baseline: null,
  teacherPerSeed: false,
  experiments: [tinyExperiment, { ...another, method: tinyExperimentParts.fsp }],
};

const beginning = (of = plan): Resumption => ({
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
  readonly storage: LabStorage;
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
async function train({
  storage,
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
  const keeper = new Keeper(record, trained, new Set(shelf.keys()), {
    trainings: storage.trainings,
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
        await new Promise((resolve) => setTimeout(resolve, 5));
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
    if (error instanceof CutOff) return troubles;
    throw error;
  }
  await keeper.end("finished");
  return troubles;
}

/** A database that writes nothing before it may. */
class SlowDatabase extends LabDatabase {
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
class FullDatabase extends LabDatabase {
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

async function keptOf(
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

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

describe("on wasm", () => {
  let backend: Backend | undefined;
  beforeAll(async () => {
    backend = await openTestBackend("wasm");
  });
  afterAll(() => backend?.close());

  test("a training cut off again and again ends with the reports, matrices and weights of one that was not", async () => {
    const whole = labStorage(() => {});
    expect(await train({ storage: whole, resumption: beginning(), ticks: Infinity, checkpointEvery: 4 })).toEqual([
      null,
    ]);
    const undisturbed = await keptOf(whole);
    expect(undisturbed.record).toMatchObject({ status: "finished", checkpoints: [] });
    expect(undisturbed.record.results).toHaveLength(4);

    vi.stubGlobal("indexedDB", new IDBFactory());
    const storage = labStorage(() => {});
    let resumption = beginning();
    let resumed = 0;
    // Seven iterations at a time, of which up to two are lost: the teacher's, both stages', and the runs' ends are all cut.
    for (;;) {
      await train({ storage, resumption, ticks: 7, checkpointEvery: 3 });
      const { record } = await keptOf(storage);
      if (record.status === "finished") break;
      resumption = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
      resumed += 1;
      expect(resumed).toBeLessThan(40);
    }
    expect(resumed).toBeGreaterThan(5);
    const mended = await keptOf(storage);
    expect(mended.reports).toEqual(undisturbed.reports);
    expect(mended.record.results).toEqual(undisturbed.record.results);
  }, 120_000);

  // However it dies, by a crash, a lost device or a closed tab: nothing but what was written is there afterwards.
  test("wherever it is cut off, less than 30 s of training are lost", async () => {
    const stepsIn = (reports: readonly Report[]) => reports.filter(({ type }) => type === "step").length;
    const tickMs = 20_000 / 3;
    const lostMs: number[] = [];
    for (let ticks = 1; ticks <= 8; ticks++) {
      vi.stubGlobal("indexedDB", new IDBFactory());
      const storage = labStorage(() => {});
      const reported: Report[] = [];
      await train({ storage, resumption: beginning(), ticks, checkpointEvery: 3, reported });
      const { before } = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
      lostMs.push((stepsIn(reported) - stepsIn(before.flatMap(({ reports }) => reports))) * tickMs);
    }
    expect(Math.max(...lostMs)).toBeGreaterThan(0);
    expect(Math.max(...lostMs)).toBeLessThan(30_000);
  }, 60_000);

  test("so does a plan that tries rates, goes on behind runs that fail, and has its runs in an order of its own", async () => {
    const [tiny, other] = plan.experiments;
    // At the rate of 100 its weights leave the range of float32.
    const diverging: Experiment = { ...tiny!, name: "diverging", task: { ...tiny!.task, iterations: 40, decay: 1 } };
    const tuned: Plan = {
      ...plan,
      experiments: [tiny!, { ...other!, method: { kind: "none" } }, diverging],
      sweep: { rates: [0.05, 100], seeds: [9], iterations: null },
    };
    const order = [
      { experiment: "another", seed: 2 },
      { experiment: "diverging", seed: 1 },
      { experiment: "tiny", seed: 1 },
    ];
    const first = (): Resumption => {
      const { record, ...rest } = beginning(tuned);
      return { ...rest, record: { ...record, order, ends: [] }, order };
    };
    const whole = labStorage(() => {});
    await train({ storage: whole, resumption: first(), ticks: Infinity, checkpointEvery: 4, plan: tuned });
    const undisturbed = await keptOf(whole);
    const ends = undisturbed.record.ends!;
    expect(ends.map(({ id }) => id)).toEqual([
      "sweep/another-r0.05-s9",
      "sweep/another-r100-s9",
      "another-s2",
      "sweep/diverging-r0.05-s9",
      "sweep/diverging-r100-s9",
      "diverging-s1",
      "sweep/tiny-r0.05-s9",
      "sweep/tiny-r100-s9",
      "tiny-s1",
    ]);
    expect(ends.slice(3, 6).map(({ how, rate }) => [how.kind, rate])).toEqual([
      ["tried", 0.05],
      ["failed", 100],
      ["finished", 0.05],
    ]);

    vi.stubGlobal("indexedDB", new IDBFactory());
    const storage = labStorage(() => {});
    let resumption = first();
    for (let tries = 0; ; tries++) {
      await train({ storage, resumption, ticks: 15, checkpointEvery: 3, plan: tuned });
      const { record } = await keptOf(storage);
      if (record.status === "finished") break;
      expect(tries).toBeLessThan(40);
      resumption = await resumptionOf("kept", tuned, parts.environment, storage.trainings, null);
    }
    const mended = await keptOf(storage);
    expect(mended.reports).toEqual(undisturbed.reports);
    expect(mended.record.ends).toEqual(undisturbed.record.ends);
  }, 120_000);

  test("what an older lab kept, which did not write down how runs ended, goes on without making them again", async () => {
    const storage = labStorage(() => {});
    await train({ storage, resumption: beginning(), ticks: 30, checkpointEvery: 2 });
    const { ends, order, ...older } = (await keptOf(storage)).record;
    expect([ends!.length, order]).toEqual([1, undefined]);
    const checkpoints = older.checkpoints.map(({ ends: _, ...note }) => note);
    await storage.trainings.begin({ ...older, checkpoints });
    const resumption = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
    expect(resumption.record.ends!.map(({ id, how }) => [id, how.kind])).toEqual([["tiny-s1", "finished"]]);
    await train({ storage, resumption, ticks: Infinity, checkpointEvery: 2 });
    const { record, reports } = await keptOf(storage);
    expect(record.ends).toHaveLength(4);
    for (const all of reports.values()) expect(all.filter(({ type }) => type === "finished")).toHaveLength(1);
  }, 60_000);

  test("runs that were skipped, one in its middle, are made after all with the same numbers, whatever is cut off", async () => {
    const whole = labStorage(() => {});
    await train({ storage: whole, resumption: beginning(), ticks: Infinity, checkpointEvery: 4 });
    const undisturbed = await keptOf(whole);

    vi.stubGlobal("indexedDB", new IDBFactory());
    const storage = labStorage(() => {});
    const [first, second, ...others] = pageOrder(plan);
    const reorders = [{ ticks: 24, order: [first!, others.at(-1)!] }];
    await train({ storage, resumption: beginning(), ticks: Infinity, checkpointEvery: 3, reorders });
    const { record } = await keptOf(storage);
    expect(record.status).toBe("finished");
    expect(record.ends!.map(({ how }) => how.kind)).toEqual(["finished", "skipped", "finished"]);
    const on = (order: readonly RunKey[] | null) =>
      resumptionOf("kept", plan, parts.environment, storage.trainings, order);
    // The one that stood in its middle begins anew; what the others told stays.
    const resumption = await on([first!, others.at(-1)!, second!]);
    expect(resumption.before.map(({ run }) => run)).not.toContainEqual(second);
    expect(resumption.record.ends!.map(({ how }) => how.kind)).toEqual(["finished", "finished"]);
    // Cut off before its first checkpoint it loses none of them either.
    await train({ storage, resumption, ticks: 2, checkpointEvery: 1000 });
    expect((await keptOf(storage)).record.checkpoints).toEqual([]);
    await train({ storage, resumption: await on(null), ticks: Infinity, checkpointEvery: 3 });
    expect((await keptOf(storage)).record.results).toHaveLength(3);
    await train({ storage, resumption: await on(pageOrder(plan)), ticks: Infinity, checkpointEvery: 3 });
    const mended = await keptOf(storage);
    expect(mended.record).toMatchObject({ status: "finished", checkpoints: [] });
    expect(mended.reports).toEqual(undisturbed.reports);
    expect(new Set(mended.record.results)).toEqual(new Set(undisturbed.record.results));
  }, 120_000);

  test.each([3, 1000])(
    "a run that was left in its middle is put back at once and begins anew, with a checkpoint every %i ticks, whatever is cut off",
    async (checkpointEvery) => {
      const whole = labStorage(() => {});
      await train({ storage: whole, resumption: beginning(), ticks: Infinity, checkpointEvery });
      const undisturbed = await keptOf(whole);

      const order = pageOrder(plan);
      const [first, ...others] = order;
      // The second is left in its middle, and comes back behind the others while the third is being made.
      const [second, ...last] = others;
      const reorders = [
        { ticks: 24, order: [first!, ...last] },
        { ticks: 28, order: [first!, ...last, second!] },
      ];
      for (const ticks of [Infinity, 28, 29, 31, 40]) {
        vi.stubGlobal("indexedDB", new IDBFactory());
        const storage = labStorage(() => {});
        await train({ storage, resumption: beginning(), ticks, checkpointEvery, reorders });
        if (ticks !== Infinity) {
          const resumption = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
          await train({ storage, resumption, ticks: Infinity, checkpointEvery });
        }
        const { record, reports } = await keptOf(storage);
        // Cut off before it was written that it comes back, it stays left, or was never begun.
        const finished = record.ends!.filter(({ how }) => how.kind === "finished");
        const isBack = finished.length === order.length;
        if (ticks === Infinity || ticks > 29) expect(isBack).toBe(true);
        if (!isBack) continue;
        expect(reports).toEqual(undisturbed.reports);
        expect(record.ends!.map(({ run }) => run)).toEqual([first, ...last, second]);
      }
    },
    240_000,
  );

  test("what a full disk could not forget it forgets before it writes more", async () => {
    const database = new FullDatabase();
    const trainings = new Trainings(database, () => {});
    const [run, other] = [
      { experiment: "tiny", seed: 1 },
      { experiment: "tiny", seed: 2 },
    ];
    let ms = 0;
    const keeper = new Keeper(beginning().record, plan, new Set(), {
      trainings,
      now: () => ms,
      clock: () => ms,
      onSaving: () => {},
      settle: async () => {},
    });
    const stage = (iterations: number): Report => ({ type: "stage", stage: 2, iterations });
    const told = async (of: RunKey, iterations: number) => {
      ms += 20_000;
      keeper.add(of, [stage(iterations)]);
      keeper.flushWhenDue();
      await vi.waitFor(() => expect(database.isIdle).toBe(true));
    };
    await keeper.begin([]);
    await told(run, 1);
    await told(other, 1);
    database.isFull = true;
    await told(run, 2);
    keeper.returning([run]);
    await told(run, 3);
    await told(other, 2);
    database.isFull = false;
    await told(run, 4);
    const { reports } = await keptOf({ trainings });
    expect(reports).toEqual(
      new Map([
        ["tiny 2", [stage(1), stage(2)]],
        ["tiny 1", [stage(3), stage(4)]],
      ]),
    );
  });

  test("each run's student is kept as it ended, and is no teacher", async () => {
    const storage = labStorage(() => {});
    await train({ storage, resumption: beginning(), ticks: Infinity, checkpointEvery: 1 });
    const { reports } = await keptOf(storage);
    const network = studentNetwork(tinyExperiment);
    const teachers = await storage.trainings.teachers("kept");
    await vi.waitFor(async () => expect((await storage.trainings.networks("kept")).size).toBe(teachers.size + 4));
    const kept = [...(await storage.trainings.networks("kept")).values()];
    for (const [run, all] of reports) {
      const finished = all.find((report) => report.type === "finished");
      const name = `${run.replace(" ", "-s")}-student`;
      const { tensors } = tensorFileOf(kept.find((made) => made.name === name)!.bytes, name);
      const arrays = new Map([...tensors].map(([key, { values }]) => [key, Float32Array.from(values)]));
      expect(await weightsHash(network, arrays)).toBe(finished?.result.weightsHash);
    }
    expect((await storage.trainings.list()).withTeachers).toEqual(new Set(["kept"]));
    await storage.trainings.remove("kept");
    expect((await storage.trainings.networks("kept")).size).toBe(0);
  });

  test("a teacher that the plan has made is not trained again when it goes on", async () => {
    const storage = labStorage(() => {});
    await train({ storage, resumption: beginning(), ticks: 20, checkpointEvery: 1 });
    const resumption = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
    expect(resumption.shelf.size).toBe(2);
    for (const teacher of resumption.shelf.values()) {
      expect(teacher.reports.filter(({ type }) => type === "step")).toHaveLength(2);
      expect(teacher.origin?.recipe.kind).toBe("recipe");
    }
  });

  test("it begins anew where its only checkpoint is damaged, and does not go on elsewhere", async () => {
    const storage = labStorage(() => {});
    await train({ storage, resumption: beginning(), ticks: 4, checkpointEvery: 3 });
    const { record } = await keptOf(storage);
    expect(record.checkpoints).toHaveLength(1);
    const otherGpu = { ...parts.environment, backend: "webgpu" as const, adapter: "another" };
    const otherBuild = { ...parts.environment, sources: "0123456789abcdef" };
    for (const elsewhere of [otherGpu, otherBuild])
      await expect(resumptionOf("kept", plan, elsewhere, storage.trainings, null)).rejects.toMatchObject({
        problem: { code: "training-environment" },
      });
    await storage.trainings.begin({
      ...record,
      checkpoints: record.checkpoints.map((note) => ({ ...note, sha256: "0" })),
    });
    const again = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
    expect(again).toMatchObject({ current: null, before: [], record: { chunks: 0, results: [], ends: [] } });
    await expect(resumptionOf("gone", plan, parts.environment, storage.trainings, null)).rejects.toMatchObject({
      problem: { code: "training-gone" },
    });
  });

  test("where training rests, where it stands is kept, though something is being written at that moment", async () => {
    const storage = labStorage(() => {});
    const { record, shelf } = beginning();
    let count = 0;
    const keeper = new Keeper(record, plan, new Set(), {
      trainings: storage.trainings,
      now: () => 1000 * (count += 1),
      clock: () => 0,
      onSaving: () => {},
      settle: async () => {},
    });
    await keeper.begin([]);
    for await (const tick of runOne(plan, tinyExperiment, 1, shelf, null, parts)) {
      keeper.add(tick.run, tick.reports);
      keeper.flushWhenDue();
      await keeper.after(
        tick,
        tinyExperiment,
        tick.reports.some(({ type }) => type === "step"),
      );
      if (tick.reports.some((report) => report.type === "step" && report.stage === 1)) break;
    }
    await vi.waitFor(async () => {
      const [note] = (await storage.trainings.record("kept"))!.checkpoints;
      expect(note).toMatchObject({ stage: 1, step: 1 });
    });
  });

  test("on a slow disk a checkpoint has nothing before it that came behind it, and nothing is lost at the end", async () => {
    const storage = labStorage(() => {});
    const { record, shelf } = beginning();
    const disk = new SlowDatabase();
    let ms = 0;
    const keeper = new Keeper(record, plan, new Set(), {
      trainings: new Trainings(disk, () => {}),
      now: () => ms,
      clock: () => ms,
      onSaving: () => {},
      settle: async () => {},
    });
    await keeper.begin([]);
    const ticks = runOne(plan, tinyExperiment, 1, shelf, null, parts);
    const reported: Report[] = [];
    const next = async (rests: boolean) => {
      for (;;) {
        const tick = (await ticks.next()).value!;
        reported.push(...tick.reports);
        keeper.add(tick.run, tick.reports);
        ms += 1000;
        const isStep = tick.reports.some(({ type }) => type === "step");
        await keeper.after(tick, tinyExperiment, rests && isStep);
        if (isStep) return;
      }
    };
    const steps = (reports: readonly Report[]) => reports.filter(({ type }) => type === "step");
    let letGo = disk.hold();
    // The first is being written, the second waits with a checkpoint, the third came later.
    await next(false);
    await next(true);
    await next(false);
    letGo();
    const resumed = await vi.waitFor(async () => {
      const { before, current } = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
      expect(current).not.toBeNull();
      return before.flatMap(({ reports }) => reports);
    });
    expect(steps(resumed)).toEqual(steps(reported).slice(0, 2));
    letGo = disk.hold();
    await next(false);
    await next(true);
    await ticks.return();
    keeper.add({ experiment: tinyExperiment.name, seed: 1 }, [{ type: "stage", stage: 2, iterations: 1 }]);
    const ended = keeper.end("finished");
    letGo();
    await ended;
    const { reports } = await keptOf(storage);
    expect(steps([...reports.values()].flat())).toEqual(steps(reported));
  });

  test("which run broke is kept with where it was sound last, beside the checkpoints, to the end of the training and behind it", async () => {
    const storage = labStorage(() => {});
    const { record } = beginning();
    const onSaving = () => {};
    const settle = async () => {};
    const given = { trainings: storage.trainings, now: () => 0, clock: () => 0, onSaving, settle };
    const keeper = new Keeper(record, plan, new Set(), given);
    await keeper.begin([]);
    const run = { experiment: "tiny", seed: 1 };
    keeper.add(run, [{ type: "stage", stage: 0, iterations: 2 }]);
    const bytes = new Uint8Array([1, 2, 3]);
    const note: BrokenNote = {
      run,
      stage: 2,
      sound: 50,
      sha256: await sha256Of(bytes),
      layer: null,
      isSearched: false,
      isOffered: true,
    };
    await keeper.broke(note, bytes);
    expect((await keptOf(storage)).record.broken).toEqual(note);
    const layer = { pass: "update", layer: "fc", parameter: "kernel", step: 51, range: [-1, 2] } as const;
    await keeper.broke({ ...note, layer, isSearched: true }, null);
    await keeper.end("finished");
    const ended = (await storage.trainings.record("kept"))!;
    expect(ended).toMatchObject({ status: "finished", broken: { layer } });
    expect(await storage.trainings.sound(ended)).toEqual(bytes);
    expect(await storage.trainings.sound({ ...ended, broken: { ...note, sha256: "0" } })).toBeNull();
    // What is not what the lab wrote makes the record unreadable, as any other damage does.
    expect(trainingIn({ ...ended, broken: { ...note, stage: 7 } })).toBeNull();
    const { broken: _, ...older } = ended;
    expect(trainingIn(older)).toEqual(older);
  });

  test("a disk that stays full stops nothing, and is not said to have room because something could be deleted", async () => {
    const storage = labStorage(() => {});
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("no room", "QuotaExceededError");
    });
    expect(await train({ storage, resumption: beginning(), ticks: Infinity, checkpointEvery: 4 })).toEqual(["full"]);
    put.mockRestore();
    expect((await storage.trainings.list()).trainings).toEqual([]);
  }, 60_000);

  test("a database that is deleted under a training stops nothing, and that the run is not kept is said to its end", async () => {
    const storage = labStorage(() => {});
    const waiting = train({ storage, resumption: beginning(), ticks: Infinity, checkpointEvery: 4 });
    await vi.waitFor(async () => expect((await storage.trainings.record("kept"))?.chunks).toBeGreaterThan(1), 20_000);
    await done(indexedDB.deleteDatabase("fsp-lab"));
    expect(await waiting).toEqual([null, "gone"]);
    // A record without its beginning would pass for a whole run.
    expect(await storage.trainings.list()).toMatchObject({ trainings: [], unreadable: 0 });
    expect(await train({ storage, resumption: beginning(), ticks: 3, checkpointEvery: 4 })).toEqual([null]);
  }, 60_000);

  test("a full disk stops nothing; when there is room again, all is written", async () => {
    const storage = labStorage(() => {});
    const full = new DOMException("no room", "QuotaExceededError");
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw full;
    });
    const waiting = train({ storage, resumption: beginning(), ticks: Infinity, checkpointEvery: 4 });
    await vi.waitFor(() => expect(put.mock.calls.length).toBeGreaterThan(1), 20_000);
    put.mockRestore();
    expect(await waiting).toEqual(["full", null]);
    const { record, reports } = await keptOf(storage);
    expect(record.status).toBe("finished");
    expect([...reports.values()].map((all) => all.at(-1)?.type)).toEqual(Array(4).fill("finished"));
  }, 60_000);
});
