/** What is kept beside the reports: teachers, students, checkpoints, and where a run was sound last. */
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sha256Of } from "../core/canonical.ts";
import type { Backend } from "../engine/backend.ts";
import { studentNetwork } from "../core/build-network.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { weightsHash } from "../models/weights.ts";
import { labStorage } from "../storage/lab-storage.ts";
import type { BrokenNote } from "../storage/broken-note.ts";
import { trainingIn } from "../storage/training-record.ts";
import { openTestBackend } from "../testing/backends.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { Keeper } from "./keeper.ts";
import { resumptionOf } from "./resumption.ts";
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

  test("each run's student is kept as it ended, and is no teacher", async () => {
    const storage = labStorage(() => {});
    await train({ resumption: beginning(), ticks: Infinity, checkpointEvery: 1 });
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
    await train({ resumption: beginning(), ticks: 20, checkpointEvery: 1 });
    const resumption = await resumptionOf("kept", plan, parts.environment, storage.trainings, null);
    expect(resumption.shelf.size).toBe(2);
    for (const teacher of resumption.shelf.values()) {
      expect(teacher.reports.filter(({ type }) => type === "step")).toHaveLength(2);
      expect(teacher.origin?.recipe.kind).toBe("recipe");
    }
  });

  test("it begins anew where its only checkpoint is damaged, and does not go on elsewhere", async () => {
    const storage = labStorage(() => {});
    await train({ resumption: beginning(), ticks: 4, checkpointEvery: 3 });
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
});
