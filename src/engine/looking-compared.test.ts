/** Looking into a run whose matrices are not compared as they are: every number is that of the definition. */
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { cellParts, membersOf } from "../core/compared-channels.ts";
import { toPlan } from "../core/document.ts";
import type { Experiment, FspMethod, Remedy } from "../core/experiment.ts";
import { cellOf } from "../core/fsp-cell.ts";
import { usualFspSettings } from "../core/fsp-settings.ts";
import type { Look, LookAnswer, LookOf, Subject } from "../core/look.ts";
import { adaptedMatrices } from "../core/relations/definitions.ts";
import type { MatricesReport, Report } from "../core/report.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { expectClose } from "../testing/numbers.ts";
import { taken } from "../testing/page-takes.ts";
import { Looker } from "./looker.ts";
import { runOne } from "./plan-run.ts";
import { Snapshots } from "./snapshots.ts";

const { recipe, fsp } = tinyExperimentParts;
const run = { experiment: tinyExperiment.name, seed: 1 };
const breathe = async () => {};
const at = { stage: 1, step: 2 } as const;
const columnNorms = { ...usualFspSettings.convention, reduction: "column-norms" } as const;
const assignment: Remedy = { kind: "assignment", reduction: "absolute-maximum", every: 2 };
const grouped: Remedy = { kind: "assignment", reduction: "mean", every: 0 };

/** Teacher of width 8, student of width 4, or of equal widths where nothing mends the difference. */
function compared(change: Partial<FspMethod>): Experiment {
  const width = change.remedy ? 8 : 4;
  return {
    ...tinyExperiment,
    teacher: { ...recipe, network: { kind: "resnet", depth: 8, width } },
    method: { ...fsp, ...change },
  };
}

async function watched(change: Partial<FspMethod>) {
  const experiment = compared(change);
  const snapshots = new Snapshots(() => 0);
  const reports: Report[] = [];
  for await (const tick of runOne(toPlan(experiment), experiment, 1, new Map(), null, testParts("wasm"))) {
    reports.push(...tick.reports);
    if (tick.active.student) await snapshots.after(tick.run, tick.reports, tick.active.student);
  }
  snapshots.ended();
  const looker = new Looker();
  const seen = async <Type extends Look["type"]>(look: LookOf<Type>) => {
    const before = tf.memory().numTensors;
    const answer = taken(await looker.answer(snapshots.sceneOf(run), look, breathe));
    expect(tf.memory().numTensors).toBe(before);
    return answer as Extract<LookAnswer, { type: Type }>;
  };
  const reported = reports.find(
    (report): report is MatricesReport => report.type === "matrices" && report.stage === 1 && report.step === at.step,
  )!;
  return { seen, reported };
}

const withCells: readonly [string, Partial<FspMethod>][] = [
  ["adapter", { remedy: { kind: "adapter" } }],
  ["adapter, cosine, shuffled", { remedy: { kind: "adapter" }, matrix: "cosine", shuffled: true }],
  ["assignment, maximum", { remedy: assignment }],
  ["assignment, mean", { remedy: grouped }],
  ["assignment, cosine, shuffled", { remedy: assignment, matrix: "cosine", shuffled: true }],
  ["projection", { remedy: { kind: "projection" } }],
  ["projection, shuffled", { remedy: { kind: "projection" }, shuffled: true }],
  ["cosine", { matrix: "cosine" }],
  ["shuffled", { shuffled: true }],
  ["column norms", { convention: columnNorms }],
  ["column norms, adapter", { convention: columnNorms, remedy: { kind: "adapter" } }],
];

await describeEachBackend(() => {
  describe.each(withCells)("%s", (_name, change) => {
    let known: ReturnType<typeof watched> | undefined;
    const watchedRun = () => (known ??= watched(change));

    test("the cells' parts of the loss sum to what the run reported", async () => {
      const { seen, reported } = await watchedRun();
      const { pairs } = await seen({ type: "matrices", at, subject: { kind: "probe" } });
      for (const { pair, losses, shape } of pairs) {
        expect(losses).toHaveLength(shape[0] * shape[1]);
        expect(losses.reduce((sum, loss) => sum + loss, 0) / reported.distance[pair]!).toBeCloseTo(1, 4);
      }
    });

    test.each<Subject>([{ kind: "image", index: 4 }, { kind: "probe" }, { kind: "batch", stage: 1, iteration: 2 }])(
      "the compared channels make the compared matrices, and own cells sum to theirs (%o)",
      async (subject) => {
        const { seen } = await watchedRun();
        for (const pair of ["section1", "section3"]) {
          const { matrices, teacher, student } = await seen({ type: "pair", at, subject, pair });
          const { shape } = matrices;
          for (const [maps, matrix] of [
            [teacher, matrices.teacher],
            [student, matrices.student],
          ] as const) {
            const places = Array.from(matrix, (__, i) => [Math.floor(i / shape[1]), i % shape[1]] as const);
            const cells = places.map(([a, b]) => cellOf(maps, shape, a, b).mean);
            // Sums of channels are made in another order than sums of cells.
            expectClose(cells, matrix, 1e-4);
            const parts = places.map((place) => maps.own && cellParts(maps.own, place));
            if (!parts[0]) continue;
            const sums = parts.map((all) => all!.reduce((sum, { part }) => sum + part, 0));
            expectClose(sums, matrix, 1e-4);
          }
        }
      },
    );
  });

  test("an adapted cell is A1 G A2^T of the student's own matrix", async () => {
    const { seen } = await watched({ remedy: { kind: "adapter" } });
    const { matrices, student } = await seen({ type: "pair", at, subject: { kind: "probe" }, pair: "section2" });
    const { shape, matrix, first, last } = student.own!;
    if (first.origin?.kind !== "mix" || last.origin?.kind !== "mix") throw new Error("the adapters mix channels");
    expectClose(matrices.student, adaptedMatrices(matrix, shape, first.origin.weights, last.origin.weights), 1e-4);
    expect(matrices.shape).toEqual([8, 16]);
    expect(shape).toEqual([4, 8]);
  });

  test("adapters and groups are those of the moment, not the last", async () => {
    for (const change of [{ remedy: { kind: "adapter" } }, { remedy: assignment }] as const) {
      const { seen } = await watched(change);
      const side = change.remedy.kind === "adapter" ? "student" : "teacher";
      const [early, late] = await Promise.all(
        [0, 3].map((step) =>
          seen({ type: "pair", at: { stage: 1, step }, subject: { kind: "probe" }, pair: "section1" }),
        ),
      );
      expect(early![side].own!.first.origin).not.toEqual(late![side].own!.first.origin);
    }
  });

  test("a group's mean is that of the teacher's own channels in it", async () => {
    const { seen } = await watched({ remedy: grouped });
    const { teacher } = await seen({ type: "pair", at, subject: { kind: "probe" }, pair: "section1" });
    const { maps, origin, taken } = teacher.own!.first;
    expect(taken).toBeNull();
    for (let group = 0; group < 4; group++) {
      const members = membersOf(origin, group);
      const mean = members.reduce((sum, j) => sum + maps[7 * 8 + j]! / members.length, 0);
      expect(teacher.first[7 * 4 + group]).toBeCloseTo(mean, 5);
    }
  });

  test("at each position the number farthest from zero is taken, and all positions are", async () => {
    const { seen } = await watched({ remedy: assignment });
    const { teacher } = await seen({
      type: "pair",
      at,
      subject: { kind: "image", index: 0 },
      pair: "section1",
    });
    const { maps, origin, taken } = teacher.own!.last;
    const positions = teacher.size[0] * teacher.size[1];
    for (let group = 0; group < 4; group++) {
      const members = membersOf(origin, group);
      let silent = 0;
      const wins = new Map(members.map((j) => [j, 0]));
      for (let p = 0; p < positions; p++) {
        const values = members.map((j) => maps[p * 8 + j]!);
        const most = values.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
        expect(teacher.last[p * 4 + group]).toBe(most);
        if (most === 0) silent++;
        else wins.set(members[values.indexOf(most)]!, wins.get(members[values.indexOf(most)]!)! + 1);
      }
      for (const [j, count] of wins) expect(taken![j]).toBeCloseTo(count / positions, 6);
      expect(members.reduce((sum, j) => sum + taken![j]!, 0)).toBeCloseTo(1 - silent / positions, 5);
    }
  });

  test.each(["cka", "traces"] as const)("%s has no cells, and tells what it compares instead", async (kind) => {
    const { seen, reported } = await watched({ remedy: { kind } });
    for (const look of [
      { type: "matrices", at, subject: { kind: "probe" } },
      { type: "pair", at, subject: { kind: "probe" }, pair: "section1" },
    ] as const)
      await expect(seen(look)).rejects.toMatchObject({ name: "LookRefused", code: "no-cells" });
    const image = { kind: "image", index: 1 } as const;
    const maps = await seen({ type: "maps", side: { of: "student", at }, subject: image, pair: "section2" });
    expect(maps).toMatchObject({ moment: at, shape: [4, 8], maps: { products: null } });
    expect(maps.maps.last).toHaveLength(8 * maps.maps.size[0] * maps.maps.size[1]);
    const { parts, teacher, student } = await seen({
      type: "relation",
      at,
      subject: { kind: "probe" },
      pair: "section2",
    });
    expect([teacher.shape, student.shape]).toEqual([
      [8, 16],
      [4, 8],
    ]);
    expect(parts.loss / reported.distance["section2"]!).toBeCloseTo(1, 4);
    expect(teacher.values.some((value) => value > 0)).toBe(true);
    const one: Look = { type: "relation", at, subject: image, pair: "section1" };
    if (kind === "cka") await expect(seen(one)).rejects.toMatchObject({ code: "one-image" });
    else expect((await seen(one)).parts.loss).toBeGreaterThan(0);
    expect(parts.kind).toBe(kind);
    if (parts.kind === "cka") {
      const cka = parts.teacher.reduce((sum, value, i) => sum + value * parts.student[i]!, 0);
      expect(1 - cka).toBeCloseTo(parts.loss, 5);
      expect(parts.teacher).toHaveLength(parts.images ** 2);
    } else expect(parts.parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(parts.loss, 5);
  });

  test("a run that compares cells has no other relation", async () => {
    const { seen } = await watched({ remedy: { kind: "adapter" } });
    const look: Look = { type: "relation", at, subject: { kind: "probe" }, pair: "section1" };
    await expect(seen(look)).rejects.toMatchObject({ code: "no-cells" });
  });
}, ["wasm"]);
