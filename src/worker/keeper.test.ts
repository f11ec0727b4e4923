/** Kept, cut off anywhere, gone on with: the same bits as if nothing had happened. */
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Experiment, Plan } from "../core/experiment.ts";
import type { Report, RunKey } from "../core/report.ts";
import { pageOrder } from "../core/run-order.ts";
import type { Backend } from "../engine/backend.ts";
import { labStorage } from "../storage/lab-storage.ts";
import { openTestBackend } from "../testing/backends.ts";
import { resumptionOf, type Resumption } from "./resumption.ts";
import { parts, plan, beginning, train, keptOf } from "../testing/kept-training.ts";

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
    expect(await train({ resumption: beginning(), ticks: Infinity, checkpointEvery: 4 })).toEqual([null]);
    const undisturbed = await keptOf(whole);
    expect(undisturbed.record).toMatchObject({ status: "finished", checkpoints: [] });
    expect(undisturbed.record.results).toHaveLength(4);

    vi.stubGlobal("indexedDB", new IDBFactory());
    const storage = labStorage(() => {});
    let resumption = beginning();
    let resumed = 0;
    // Seven iterations at a time, of which up to two are lost: the teacher's, both stages', and the runs' ends are all cut.
    for (;;) {
      await train({ resumption, ticks: 7, checkpointEvery: 3 });
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
      await train({ resumption: beginning(), ticks, checkpointEvery: 3, reported });
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
    await train({ resumption: first(), ticks: Infinity, checkpointEvery: 4, plan: tuned });
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
      await train({ resumption, ticks: 15, checkpointEvery: 3, plan: tuned });
      const { record } = await keptOf(storage);
      if (record.status === "finished") break;
      expect(tries).toBeLessThan(40);
      resumption = await resumptionOf("kept", tuned, parts.environment, storage.trainings, null);
    }
    const mended = await keptOf(storage);
    expect(mended.reports).toEqual(undisturbed.reports);
    expect(mended.record.ends).toEqual(undisturbed.record.ends);
  }, 120_000);

  test("so does a rate that is tried, cut off behind any of its steps and evaluations", async () => {
    const tuned: Plan = {
      ...plan,
      seeds: [1],
      experiments: [{ ...plan.experiments[1]!, method: { kind: "none" } }],
      sweep: { rates: [0.05, 0.1], seeds: [9], iterations: null },
    };
    const whole = labStorage(() => {});
    await train({ resumption: beginning(tuned), ticks: Infinity, checkpointEvery: 1, plan: tuned });
    const undisturbed = await keptOf(whole);
    const steps = [...undisturbed.reports.values()].flat().filter(({ type }) => type === "step").length;
    for (let ticks = 1; ticks <= steps; ticks++) {
      vi.stubGlobal("indexedDB", new IDBFactory());
      const storage = labStorage(() => {});
      await train({ resumption: beginning(tuned), ticks, checkpointEvery: 1, plan: tuned });
      const resumption = await resumptionOf("kept", tuned, parts.environment, storage.trainings, null);
      await train({ resumption, ticks: Infinity, checkpointEvery: 1, plan: tuned });
      const mended = await keptOf(storage);
      expect(mended.reports, `cut off behind tick ${ticks}`).toEqual(undisturbed.reports);
      expect(mended.record.ends).toEqual(undisturbed.record.ends);
    }
  }, 120_000);

  test("what an older lab kept, which did not write down how runs ended, goes on without making them again", async () => {
    const storage = labStorage(() => {});
    await train({ resumption: beginning(), ticks: 30, checkpointEvery: 2 });
    const { ends, order, ...older } = (await keptOf(storage)).record;
    expect([ends!.length, order]).toEqual([1, undefined]);
    const checkpoints = older.checkpoints.map(({ ends: _, ...note }) => note);
    await storage.trainings.begin({ ...older, checkpoints });
    const resumption = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
    expect(resumption.record.ends!.map(({ id, how }) => [id, how.kind])).toEqual([["tiny-s1", "finished"]]);
    await train({ resumption, ticks: Infinity, checkpointEvery: 2 });
    const { record, reports } = await keptOf(storage);
    expect(record.ends).toHaveLength(4);
    for (const all of reports.values()) expect(all.filter(({ type }) => type === "finished")).toHaveLength(1);
  }, 60_000);

  test("runs that were skipped, one in its middle, are made after all with the same numbers, whatever is cut off", async () => {
    const whole = labStorage(() => {});
    await train({ resumption: beginning(), ticks: Infinity, checkpointEvery: 4 });
    const undisturbed = await keptOf(whole);

    vi.stubGlobal("indexedDB", new IDBFactory());
    const storage = labStorage(() => {});
    const [first, second, ...others] = pageOrder(plan);
    const reorders = [{ ticks: 24, order: [first!, others.at(-1)!] }];
    await train({ resumption: beginning(), ticks: Infinity, checkpointEvery: 3, reorders });
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
    await train({ resumption, ticks: 2, checkpointEvery: 1000 });
    expect((await keptOf(storage)).record.checkpoints).toEqual([]);
    await train({ resumption: await on(null), ticks: Infinity, checkpointEvery: 3 });
    expect((await keptOf(storage)).record.results).toHaveLength(3);
    await train({ resumption: await on(pageOrder(plan)), ticks: Infinity, checkpointEvery: 3 });
    const mended = await keptOf(storage);
    expect(mended.record).toMatchObject({ status: "finished", checkpoints: [] });
    expect(mended.reports).toEqual(undisturbed.reports);
    expect(new Set(mended.record.results)).toEqual(new Set(undisturbed.record.results));
  }, 120_000);

  test.each([3, 1000])(
    "a run that was left in its middle is put back at once and begins anew, with a checkpoint every %i ticks, whatever is cut off",
    async (checkpointEvery) => {
      const whole = labStorage(() => {});
      await train({ resumption: beginning(), ticks: Infinity, checkpointEvery });
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
        await train({ resumption: beginning(), ticks, checkpointEvery, reorders });
        if (ticks !== Infinity) {
          const resumption = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
          await train({ resumption, ticks: Infinity, checkpointEvery });
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
});
