/** A disk that is slow or full, and a database that is deleted, while a training is kept. */
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Report, RunKey } from "../core/report.ts";
import type { Backend } from "../engine/backend.ts";
import { runOne } from "../engine/plan-run.ts";
import { labStorage } from "../storage/lab-storage.ts";
import { Trainings } from "../storage/trainings.ts";
import { openTestBackend } from "../testing/backends.ts";
import { done } from "../testing/frozen-database.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { Keeper } from "./keeper.ts";
import { resumptionOf } from "./resumption.ts";
import { parts, plan, beginning, train, SlowDatabase, FullDatabase, keptOf } from "../testing/kept-training.ts";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

describe("on wasm", () => {
  let backend: Backend | undefined;
  beforeAll(async () => {
    backend = await openTestBackend("wasm");
  });
  afterAll(() => backend?.close());

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

  test("a disk that stays full stops nothing, and is not said to have room because something could be deleted", async () => {
    const storage = labStorage(() => {});
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("no room", "QuotaExceededError");
    });
    expect(await train({ resumption: beginning(), ticks: Infinity, checkpointEvery: 4 })).toEqual(["full"]);
    put.mockRestore();
    expect((await storage.trainings.list()).trainings).toEqual([]);
  }, 60_000);

  test("a full disk stops nothing; when there is room again, all is written", async () => {
    const storage = labStorage(() => {});
    const full = new DOMException("no room", "QuotaExceededError");
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw full;
    });
    const waiting = train({ resumption: beginning(), ticks: Infinity, checkpointEvery: 4 });
    await vi.waitFor(() => expect(put.mock.calls.length).toBeGreaterThan(1), 20_000);
    put.mockRestore();
    expect(await waiting).toEqual(["full", null]);
    const { record, reports } = await keptOf(storage);
    expect(record.status).toBe("finished");
    expect([...reports.values()].map((all) => all.at(-1)?.type)).toEqual(Array(4).fill("finished"));
  }, 60_000);

  test("a database that is deleted under a training stops nothing, and that the run is not kept is said to its end", async () => {
    const storage = labStorage(() => {});
    const waiting = train({ resumption: beginning(), ticks: Infinity, checkpointEvery: 4 });
    await vi.waitFor(async () => expect((await storage.trainings.record("kept"))?.chunks).toBeGreaterThan(1), 20_000);
    await done(indexedDB.deleteDatabase("fsp-lab"));
    expect(await waiting).toEqual([null, "gone"]);
    // A record without its beginning would pass for a whole run.
    expect(await storage.trainings.list()).toMatchObject({ trainings: [], unreadable: 0 });
    expect(await train({ resumption: beginning(), ticks: 3, checkpointEvery: 4 })).toEqual([null]);
  }, 60_000);
});
