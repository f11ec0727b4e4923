/** A teacher that comes from another task, and a student of this one. */
import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Data, Experiment } from "../core/experiment.ts";
import { classifierOf, parametersOf } from "../core/network.ts";
import type { Report } from "../core/report.ts";
import { initialWeights } from "../models/weights.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { checkpointBytes, checkpointOf } from "./checkpoint-file.ts";
import type { Checkpoint } from "./checkpoints.ts";
import { openOrTrain, runOne } from "./plan-run.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

const { recipe, fsp } = tinyExperimentParts;
const { batch, augment, schedule } = recipe;
const still = { ...schedule, rate: 0 };

/** Other classes, another set, other channels: grey clothes in four classes, seen as coloured, few of each. */
const clothes: Data = {
  kind: "fashion-mnist",
  training: 16,
  validation: 16,
  test: 16,
  subset: { classes: [5, 7, 8, 9], balanced: true, seed: 1 },
  channels: 3,
};
const before = { data: tinyExperiment.data, batch, augment, schedule: { ...schedule, iterations: 3, drops: [2] } };
const transfer: Experiment = { ...tinyExperiment, data: clothes, teacher: { ...recipe, before } };

await describeEachBackend(
  (kind) => {
    const parts = testParts(kind);

    const teacherOf = async (experiment: Experiment): Promise<TrainedTeacher> => {
      const training = openOrTrain(toPlan(experiment), experiment, 1, null, parts);
      for (let next = await training.next(); ; next = await training.next()) if (next.done) return next.value;
    };

    test("a teacher goes on to its second task with all that it learnt but the classifier", async () => {
      const first = await teacherOf({ ...tinyExperiment, teacher: { ...recipe, schedule: before.schedule } });
      // Without decay and at rate 0 the second lesson changes nothing but the running statistics of batch norm.
      const teacher = { ...recipe, before, schedule: { ...still, decay: 0 } };
      const second = await teacherOf({ ...transfer, teacher });
      const anew = classifierOf(second.network);
      const initial = initialWeights(second.network, "teacher", recipe.seed);
      expect([...anew]).toEqual(["fc.kernel", "fc.bias"]);
      for (const { name, trained } of parametersOf(second.network)) {
        if (trained) expect(second.weights.get(name)).toEqual((anew.has(name) ? initial : first.weights).get(name));
        else expect(second.weights.get(name)).not.toEqual(first.weights.get(name));
      }
      expect(second.iterations).toBe(5);
      expect(second.origin?.data).toEqual(clothes);
      expect(second.statistics.mean).toHaveLength(3);
      // What it learnt first is what a teacher of that task learns.
      const ofFirst = (reports: readonly Report[]) =>
        reports.filter((report) => report.type === "step" && report.step <= 3);
      expect(ofFirst(second.reports)).toEqual(ofFirst(first.reports));
      expect(second.reports.flatMap((report) => (report.type === "step" ? report.step : []))).toEqual([1, 2, 3, 4, 5]);
    });

    test.each([1, 2, 3, 4, 5, 6, 7])(
      "stopped after %i looks and resumed from a file, it goes on as if it had not been",
      async (stopAfter) => {
        const whole = await ticksOf(transfer, 1, parts);
        let ticks = 0;
        let kept: Checkpoint | undefined;
        const seen: Report[] = [];
        for await (const tick of runOne(toPlan(transfer), transfer, 1, new Map(), null, parts)) {
          seen.push(...tick.reports);
          if (!tick.active.checkpoint || ++ticks !== stopAfter) continue;
          kept = await tick.active.checkpoint();
          break;
        }
        const { checkpoint } = await checkpointOf(await checkpointBytes(kept!, transfer, ""), transfer, "checkpoint");
        for await (const tick of runOne(toPlan(transfer), transfer, 1, new Map(), checkpoint, parts))
          seen.push(...tick.reports);
        const numbers = (reports: readonly Report[]) => reports.filter((report) => report.type !== "stage");
        expect(numbers(seen)).toEqual(numbers(reportsIn(whole)));
        expect(resultIn(seen).iterations).toEqual({ teacher: 5, fsp: 3, task: 4 });
      },
    );

    test.each<[string, Experiment]>([
      ["learns the matrices of a teacher of other classes", { ...transfer, teacher: { ...recipe, data: before.data } }],
      [
        "learns by FSP from few images what its teacher learnt from many",
        { ...transfer, teacher: { ...recipe, data: { ...clothes, training: 64 } } },
      ],
      [
        "begins with all of that teacher's parameters but the classifier",
        {
          ...transfer,
          teacher: { ...recipe, data: before.data },
          student: recipe.network,
          method: { kind: "copy", classifier: false },
        },
      ],
    ])("a student %s", async (_, experiment) => {
      const { method, ...result } = resultIn(reportsIn(await ticksOf(experiment, 1, parts)));
      expect(method).toBe(experiment.method.kind);
      expect(result.iterations.fsp).toBe(method === "fsp" ? fsp.schedule.iterations : 0);
      // Only the classifier keeps the student's own first weights.
      expect(result.copied?.kept.parameters).toBe(method === "copy" ? 2 : undefined);
      const plain = { ...experiment, method: { kind: "none" } } as const;
      const { weightsHash } = resultIn(reportsIn(await ticksOf(plain, 1, parts)));
      expect(result.weightsHash).not.toBe(weightsHash);
    });
  },
  ["wasm"],
);
