import { expect, test } from "vitest";
import { defaultExperiment } from "../core/defaults.ts";
import { stretched } from "../core/schedule.ts";
import type { Experiment } from "../core/experiment.ts";
import { shippedTeacher } from "../core/presets.ts";
import type { MatricesReport } from "../core/report.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperimentParts } from "../testing/lab-parts.ts";

const { fsp } = tinyExperimentParts;

const small: Experiment = {
  ...defaultExperiment,
  name: "small",
  data: { kind: "fashion-mnist", training: 5000, validation: 100, test: 1000 },
  teacher: shippedTeacher,
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
  },
  ["wasm"],
);
