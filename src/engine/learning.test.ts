import { expect, test } from "vitest";
import { defaultExperiment } from "../core/defaults.ts";
import { stretched } from "../core/schedule.ts";
import type { Experiment, FspMethod, Remedy } from "../core/experiment.ts";
import { fashionResnet14 } from "../core/shipped-teachers.ts";
import type { MatricesReport } from "../core/report.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperimentParts } from "../testing/lab-parts.ts";

const { fsp } = tinyExperimentParts;

const small: Experiment = {
  ...defaultExperiment,
  name: "small",
  data: { kind: "fashion-mnist", training: 5000, validation: 100, test: 1000 },
  teacher: fashionResnet14,
  method: { ...fsp, schedule: { ...fsp.schedule, iterations: 40, drops: [21, 30] } },
  batch: 32,
  augment: { crop: false, flip: false },
  task: { ...stretched(defaultExperiment.task, 250), rate: 0.05 },
  evaluateEvery: 250,
};

await describeEachBackend(
  (kind) => {
    test(
      "a small network brings the matrices nearer on held-out images, then classifies 70 % of the test images",
      { timeout: 400_000 },
      async () => {
        const reports = reportsIn(await ticksOf(small, 1, testParts(kind)));
        const stageOne = reports.filter(
          (report): report is MatricesReport => report.type === "matrices" && report.stage === 1,
        );
        const [before, after] = [stageOne[0]!.distance, stageOne.at(-1)!.distance];
        for (const pair of Object.keys(before)) expect(after[pair]!).toBeLessThan(before[pair]! / 2);
        expect(resultIn(reports).last.test).toBeGreaterThanOrEqual(0.7);
      },
    );

    test.each<[Remedy, Pick<FspMethod, "matrix">, number]>([
      [{ kind: "adapter" }, {}, 3e-4],
      [{ kind: "adapter" }, { matrix: "cosine" }, 1e-3],
      [{ kind: "assignment", reduction: "absolute-maximum", every: 20 }, {}, 1e-3],
      [{ kind: "projection" }, {}, 1e-3],
      [{ kind: "cka" }, {}, 0.1],
      [{ kind: "traces" }, {}, 1e-3],
    ])("a student of half the width halves its own held-out loss with %o %o", async (remedy, matrix, rate) => {
      const experiment: Experiment = {
        ...small,
        data: { kind: "fashion-mnist", training: 1000, validation: 100, test: 100 },
        student: { kind: "resnet", depth: 8, width: 4 },
        method: { ...fsp, ...matrix, remedy, schedule: { ...fsp.schedule, rate, iterations: 60, drops: [] } },
        task: { ...small.task, iterations: 1, drops: [] },
        evaluateEvery: 1,
      };
      const sums = reportsIn(await ticksOf(experiment, 1, testParts(kind))).flatMap((report) =>
        report.type === "matrices" && report.stage === 1
          ? [Object.values(report.distance).reduce((sum, value) => sum + value, 0)]
          : [],
      );
      expect(sums.at(-1)!).toBeLessThan(sums[0]! / 2);
    });
  },
  ["wasm"],
);
