/** Whole runs of every method, in small. */
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { toDocument, toPlan } from "../../core/document.ts";
import type { Experiment, Method } from "../../core/experiment.ts";
import { copiedParameters, copyCounts } from "../../core/methods/copy.ts";
import { lossesOf, readsFsp, stageOneIterations } from "../../core/methods/facts.ts";
import { methodKinds, usualMethods } from "../../core/methods/usual.ts";
import { parametersOf } from "../../core/network.ts";
import type { MethodLossReport, Report } from "../../core/report.ts";
import { initialWeights } from "../../models/weights.ts";
import { describeEachBackend } from "../../testing/backends.ts";
import {
  reportsIn,
  resultIn,
  testParts,
  ticksOf,
  tinyExperiment,
  tinyExperimentParts,
} from "../../testing/lab-parts.ts";
import { checkpointBytes, checkpointOf } from "../checkpoint-file.ts";
import { batchDump } from "../dump.ts";
import type { Checkpoint } from "../checkpoints.ts";
import { runOne } from "../plan-run.ts";
import type { StudentRun } from "../run.ts";

const { fsp } = tinyExperimentParts;

/** Usual, but as short as the tiny experiment. */
function shortMethod(kind: Method["kind"]): Method {
  const method = usualMethods[kind];
  return "schedule" in method ? { ...method, schedule: fsp.schedule } : method;
}

const still = { crop: false, flip: true };

/** Without crops what the teacher gives is kept, and each image comes about twice. */
function tiny(method: Method, augment = still): Experiment {
  return { ...tinyExperiment, method, augment, task: { ...tinyExperiment.task, iterations: 8, drops: [6] } };
}

const shuffled: Method = { ...fsp, shuffled: true };
const cases: readonly (readonly [string, Method])[] = [
  ...methodKinds.map((kind) => [kind, shortMethod(kind)] as const),
  ["fitnets, 3 hints", { ...usualMethods.fitnets, layers: "all", schedule: fsp.schedule }],
  ["fsp, shuffled", shuffled],
  ["fsp-joint with adapters", { ...usualMethods["fsp-joint"], remedy: { kind: "adapter" } }],
  [
    "fsp-joint with channels assigned anew",
    { ...usualMethods["fsp-joint"], remedy: { kind: "assignment", reduction: "mean", every: 2 } },
  ],
];

function methodLosses(reports: readonly Report[], stage: 1 | 2): number[] {
  return reports
    .filter((report): report is MethodLossReport => report.type === "methodLoss" && report.stage === stage)
    .map(({ parts }) => Object.values(parts).reduce((sum, value) => sum + value, 0));
}

const numbersIn = (reports: readonly Report[]) => reports.filter(({ type }) => type !== "stage" && type !== "copied");

await describeEachBackend(
  (kind) => {
    const parts = testParts(kind);
    const reportsOf = async (experiment: Experiment, seed = 1) => reportsIn(await ticksOf(experiment, seed, parts));

    describe.each(cases)("%s", (_name, method) => {
      const experiment = tiny(method);

      test("is a document, repeats bit for bit, and leaves no tensor behind", async () => {
        expect(toDocument(structuredClone(experiment))).toEqual(experiment);
        const before = tf.memory().numTensors;
        const first = await reportsOf(experiment);
        expect(tf.memory().numTensors).toBe(before);
        expect(await reportsOf(experiment)).toEqual(first);
        const { iterations, method: told } = resultIn(first);
        expect({ told, iterations: iterations.fsp }).toEqual({
          told: method.kind,
          iterations: stageOneIterations(method),
        });
      });

      test("says its loss of every batch, and of held-out images", async () => {
        const reports = await reportsOf(experiment);
        for (const stage of [1, 2] as const) {
          const name = lossesOf[method.kind][stage];
          const steps = reports.flatMap((report) => (report.type === "step" && report.stage === stage ? [report] : []));
          const plainFsp = stage === 1 && readsFsp(method);
          for (const { methodLoss, pairLoss } of steps) {
            expect(methodLoss?.name ?? null).toBe(plainFsp ? null : name);
            expect(pairLoss === null).toBe(!plainFsp);
          }
          expect(methodLosses(reports, stage).length > 0).toBe(name !== null && name !== "fsp");
          expect(methodLosses(reports, stage).every((loss) => loss > 0)).toBe(true);
        }
      });

      test.each([4, 8, 10])(
        "stopped after %i looks and resumed from a file, it goes on with the same bits",
        async (stop) => {
          const whole = await reportsOf(experiment);
          const plan = toPlan(experiment);
          let kept: Checkpoint | undefined;
          let looks = 0;
          for await (const { active } of runOne(plan, experiment, 1, new Map(), null, parts)) {
            if (!active.checkpoint || ++looks !== stop) continue;
            kept = await active.checkpoint();
            break;
          }
          const { checkpoint } = await checkpointOf(
            await checkpointBytes(kept!, experiment, ""),
            experiment,
            "checkpoint",
          );
          const after: Report[] = [];
          for await (const tick of runOne(plan, experiment, 1, new Map(), checkpoint, parts))
            after.push(...tick.reports);
          expect(resultIn(after)).toEqual(resultIn(whole));
          expect(numbersIn(after)).toEqual(numbersIn(whole).slice(-numbersIn(after).length));
        },
      );
    });

    /** As it stands behind the first report, or behind the last. */
    const studentOf = async (
      experiment: Experiment,
      seen: (student: StudentRun, reports: readonly Report[]) => Promise<void>,
    ) => {
      for await (const { active, reports } of runOne(toPlan(experiment), experiment, 1, new Map(), null, parts))
        if (active.student) await seen(active.student, reports);
    };

    test("a copied student begins with the teacher's parameters of equal name and shape, and says how many", async () => {
      const experiment = { ...tiny({ kind: "copy" }), student: { kind: "resnet", depth: 14, width: 4 } } as const;
      const unequal = { ...experiment, student: { ...experiment.student, width: 8 } } as const;
      for (const each of [experiment, unequal]) {
        let isFirst = true;
        await studentOf(each, async ({ learner, teacher, network }, reports) => {
          const counts = copyCounts({ kind: "copy" }, teacher!.network, network);
          const finished = reports.find((report) => report.type === "finished");
          if (finished) expect(finished.result.copied).toEqual(counts);
          if (!isFirst) return;
          isFirst = false;
          expect(reports[0]).toEqual({ type: "copied", counts });
          const [now, own] = [await learner.arrays(), initialWeights(network, "student", 1)];
          const fitting = copiedParameters({ kind: "copy" }, teacher!.network, network);
          for (const { name } of parametersOf(network))
            expect(now.get(name)).toEqual(fitting.has(name) ? teacher!.weights.get(name) : own.get(name));
          expect(counts.copied.parameters).toBe(fitting.size);
          expect(counts.copied.parameters + counts.kept.parameters).toBe(parametersOf(network).length);
          // Width decides most shapes; only the last layer's bias has none.
          if (each === unequal) expect([...fitting]).toEqual(["fc.bias"]);
          else expect(counts.kept.parameters).toBe(0);
        });
      }
    });

    test("regressors learn in stage 1 alone, and the dump has the layers that they read", async () => {
      const seen: Float32Array[] = [];
      await studentOf(tiny(shortMethod("fitnets")), async (student, reports) => {
        const arrays = await student.adapters!.arrays();
        seen.push(arrays.get("section2.regressor.kernel")!.values as Float32Array);
        expect([...arrays.keys()]).toEqual(["section2.regressor.kernel", "section2.regressor.bias"]);
        if (!reports.some(({ type }) => type === "finished")) return;
        const dump = await batchDump(student, student.images, 2);
        for (const side of ["teacher", "student"] as const)
          expect(dump.get(`${side}.tap.${student.guides.layers(side)["section2"]}`)!.shape).toEqual([2, 16, 16, 8]);
      });
      expect(seen[0]).not.toEqual(seen[2]);
      expect(seen.at(-1)).toEqual(seen.at(-2));
    });

    test("shuffled matrices are the teacher's in another order, and another one for another seed", async () => {
      const matricesOf = async (method: Method, seed: number) => {
        const report = (await reportsOf(tiny(method), seed)).find(({ type }) => type === "teacherMatrices");
        if (report?.type !== "teacherMatrices") throw new Error("the run has no teacher");
        return report.matrices;
      };
      const [plain, one, two] = [
        await matricesOf(fsp, 1),
        await matricesOf(shuffled, 1),
        await matricesOf(shuffled, 2),
      ];
      for (const [index, { values, shape }] of plain.entries()) {
        expect(one[index]!.values).not.toEqual(values);
        expect(one[index]!.values).not.toEqual(two[index]!.values);
        expect(one[index]!.values.toSorted()).toEqual(values.toSorted());
        // Rows and columns went whole.
        const rowSums = (of: Float32Array) =>
          Array.from({ length: shape[0] }, (_, row) =>
            of
              .subarray(row * shape[1], (row + 1) * shape[1])
              .toSorted()
              .reduce((sum, value) => sum + value, 0),
          ).toSorted((a, b) => a - b);
        expect(rowSums(one[index]!.values)).toEqual(rowSums(values));
      }
    });

    test.each<[string, Method, number]>([
      ["soft", { ...usualMethods.kd, share: 1 }, 0.8],
      [
        "hint",
        { ...usualMethods.fitnets, schedule: { ...fsp.schedule, iterations: 60, rate: 0.0003, drops: [] } },
        0.8,
      ],
      ["attention", { ...usualMethods.at, beta: 1e4 }, 0.8],
      ["similarity", usualMethods.sp, 0.8],
    ])("a student's held-out %s loss falls", async (name, method, to) => {
      const stage = name === "hint" ? 1 : 2;
      const task = { ...tinyExperiment.task, iterations: 60, rate: 0.02, drops: [] };
      const teacher = { ...tinyExperimentParts.recipe, schedule: { ...task, iterations: 40 } };
      const losses = methodLosses(await reportsOf({ ...tiny(method), task, teacher }), stage);
      expect(losses.at(-1)!).toBeLessThan(to * losses[0]!);
    });
  },
  ["wasm"],
);
