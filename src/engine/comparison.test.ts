/** Runs of networks with no equal widths, with each remedy. */
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { studentNetwork, teacherNetwork } from "../core/build-network.ts";
import { toDocument, toPlan } from "../core/document.ts";
import type { Experiment, FspMethod, Remedy } from "../core/experiment.ts";
import { usualFspSettings } from "../core/fsp-settings.ts";
import type { Look } from "../core/look.ts";
import type { MatricesReport, Report } from "../core/report.ts";
import { statisticsOf } from "../data/statistics.ts";
import { initialWeights } from "../models/weights.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { taken } from "../testing/page-takes.ts";
import { checkpointBytes, checkpointOf } from "./checkpoint-file.ts";
import { batchDump } from "./dump.ts";
import { Looker } from "./looker.ts";
import { Snapshots } from "./snapshots.ts";
import type { Checkpoint } from "./checkpoints.ts";
import { StudentRun } from "./run.ts";
import { runOne } from "./plan-run.ts";

const { recipe, fsp } = tinyExperimentParts;

/** Teacher of width 8, student of width 4: no matrix has the same size. */
function unequal(remedy: Remedy, change: Partial<FspMethod> = {}): Experiment {
  return {
    ...tinyExperiment,
    teacher: { ...recipe, network: { kind: "resnet", depth: 8, width: 8 } },
    method: { ...fsp, remedy, ...change },
  };
}

const remedies: readonly Remedy[] = [
  { kind: "adapter" },
  { kind: "assignment", reduction: "absolute-maximum", every: 2 },
  { kind: "assignment", reduction: "mean", every: 0 },
  { kind: "projection" },
  { kind: "cka" },
  { kind: "traces" },
];

/** The held-out losses of stage 1, summed over pairs, as it went. */
function heldOut(reports: readonly Report[]): number[] {
  return reports
    .filter((report): report is MatricesReport => report.type === "matrices" && report.stage === 1)
    .map(({ distance }) => Object.values(distance).reduce((sum, value) => sum + value, 0));
}

test("networks of unequal widths are refused without a remedy, and accepted with one", () => {
  expect(() => toDocument(unequal({ kind: "none" }))).toThrow(/differ in size/);
  for (const remedy of remedies) expect(toDocument(unequal(remedy))).toMatchObject({ method: { remedy } });
});

await describeEachBackend(
  (kind) => {
    const parts = testParts(kind);

    test.each(["comparison", "weights"] as const)(
      "a run that cannot be opened, for a checkpoint without its %s, leaves no tensor behind",
      async (lacks) => {
        const experiment = unequal({ kind: "assignment", reduction: "mean", every: 0 });
        const images = await parts.openImages(experiment.data);
        const network = teacherNetwork(experiment);
        const teacher = {
          network,
          weights: initialWeights(network, "teacher", 1),
          statistics: statisticsOf(images.training, network.input),
          scores: { validation: 0, test: 0 },
          weightsHash: "",
          iterations: 0,
          origin: null,
          reports: [],
        };
        const weights = initialWeights(studentNetwork(experiment), "student", 1);
        if (lacks === "weights") weights.delete([...weights.keys()].at(-1)!);
        const from = { stage: 1 as const, done: 1, weights, velocities: new Map(), best: null, comparison: new Map() };
        const before = tf.memory().numTensors;
        const opening = StudentRun.open(
          { experiment, seed: 1, images, teacher, from },
          { ...parts, openMachine: null },
        );
        await expect(opening).rejects.toThrow(
          lacks === "weights" ? "has no numbers" : 'the state has no "section1.groups.first"',
        );
        expect(tf.memory().numTensors).toBe(before);
      },
    );

    describe.each(remedies)("$kind", (remedy) => {
      test("repeats bit for bit, and leaves no tensor behind", async () => {
        const experiment = unequal(remedy);
        const before = tf.memory().numTensors;
        const first = reportsIn(await ticksOf(experiment, 1, parts));
        expect(tf.memory().numTensors).toBe(before);
        expect(reportsIn(await ticksOf(experiment, 1, parts))).toEqual(first);
        const shapes = first.find((report) => report.type === "matrices")!.matrices.map(({ shape }) => shape);
        expect(shapes).toEqual([
          [4, 4],
          [4, 8],
          [8, 16],
        ]);
      });

      test.each([5, 7])(
        "stopped after %i looks and resumed from a file, it goes on as if it had not been",
        async (stop) => {
          const experiment = unequal(remedy);
          const whole = reportsIn(await ticksOf(experiment, 1, parts));
          let kept: Checkpoint | undefined;
          let looks = 0;
          for await (const { active } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
            if (!active.checkpoint || ++looks !== stop) continue;
            kept = await active.checkpoint();
            break;
          }
          const bytes = await checkpointBytes(kept!, experiment, "");
          const { checkpoint } = await checkpointOf(bytes, experiment, "checkpoint");
          const after: Report[] = [];
          for await (const tick of runOne(toPlan(experiment), experiment, 1, new Map(), checkpoint, parts))
            after.push(...tick.reports);
          expect(resultIn(after)).toEqual(resultIn(whole));
          // That a stage begins may be said again; no number is.
          const numbers = (of: readonly Report[]) => of.filter((report) => report.type !== "stage");
          expect(numbers(after)).toEqual(numbers(whole).slice(-numbers(after).length));
        },
      );
    });

    test("the adapters learn, and the dump has what they make of the student's matrices", async () => {
      const experiment = unequal({ kind: "adapter" });
      const seen: Float32Array[] = [];
      for await (const { active, reports } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
        const { student } = active;
        const arrays = await student?.comparison?.adapters?.arrays();
        if (arrays) seen.push(arrays.get("section2.A1")!.values as Float32Array);
        if (!student || !reports.some((report) => report.type === "finished")) continue;
        const dump = await batchDump(student, student.images, 2);
        const [g, adapted] = [dump.get("student.fsp.section2")!, dump.get("student.fspAdapted.section2")!];
        expect(g.shape).toEqual([2, 4, 8]);
        expect(adapted.shape).toEqual([2, 8, 16]);
        const [a1, a2] = ["A1", "A2"].map((name) => arrays!.get(`section2.${name}`)!.values);
        let cell = 0;
        for (let a = 0; a < 4; a++) for (let b = 0; b < 8; b++) cell += a1![a]! * g.values[a * 8 + b]! * a2![b]!;
        expect(adapted.values[0]! / cell).toBeCloseTo(1, 4);
      }
      expect(seen[0]).not.toEqual(seen[2]);
      // Dropped after stage 1: they learn no more.
      expect(seen.at(-1)).toEqual(seen.at(-2));
    });

    test("cells without a partner are refused with a reason, and all else of the run is seen", async () => {
      const experiment = unequal({ kind: "cka" });
      const [snapshots, looker] = [new Snapshots(() => 0), new Looker()];
      for await (const { run, reports, active } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts)) {
        if (!active.student) continue;
        await snapshots.after(run, reports, active.student);
        const ask = async (look: Look) => taken(await looker.answer(snapshots.sceneOf(run), look, async () => {}));
        const refusal = { name: "LookRefused", code: "no-cells" };
        await expect(ask({ type: "matrices", at: "now", subject: { kind: "probe" } })).rejects.toMatchObject(refusal);
        await expect(ask({ type: "slowMotion", from: "now" })).resolves.toBeDefined();
        await expect(ask({ type: "confusion", side: { of: "student", at: "now" } })).resolves.toBeDefined();
        break;
      }
    });

    test.each<[string, Partial<FspMethod>]>([
      ["cosine", { matrix: "cosine" }],
      ["column norms", { convention: { ...usualFspSettings.convention, reduction: "column-norms" } }],
      ["bilinear maps", { convention: { ...usualFspSettings.convention, pool: "bilinear" } }],
    ])("%s train between equal widths too", async (_name, change) => {
      const losses = heldOut(reportsIn(await ticksOf({ ...tinyExperiment, method: { ...fsp, ...change } }, 1, parts)));
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(losses).not.toEqual(heldOut(reportsIn(await ticksOf(tinyExperiment, 1, parts))));
    });
  },
  ["wasm"],
);
