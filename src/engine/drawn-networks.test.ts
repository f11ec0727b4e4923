/** Networks drawn by hand with no equal widths, in whole runs. */
import { expect, test } from "vitest";
import type { CustomBlock, CustomSpec, Experiment, Remedy } from "../core/experiment.ts";
import { toDocument } from "../core/document.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { reportsIn, resultIn, testParts, ticksOf, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";

const block: CustomBlock = {
  type: "conv",
  channels: 4,
  kernel: 3,
  stride: 1,
  norm: "batch",
  shortcut: "none",
  pool: "none",
  dropout: 0,
};
/** A section of two blocks for each pair of widths; all but the first halve their maps. */
const drawn = (stem: number, ...widths: readonly (readonly [number, number])[]): CustomSpec => ({
  kind: "custom",
  stem,
  sections: widths.map(([first, last], index) => ({
    blocks: [
      { ...block, channels: first, stride: index === 0 ? 1 : 2 },
      { ...block, channels: last, type: "depthwise", shortcut: "projection" },
    ],
  })),
});

const remedies: readonly Remedy[] = [
  { kind: "adapter" },
  { kind: "assignment", reduction: "mean", every: 0 },
  { kind: "projection" },
  { kind: "cka" },
  { kind: "traces" },
];
const { recipe, fsp } = tinyExperimentParts;
const experimentWith = (remedy: Remedy): Experiment => ({
  ...tinyExperiment,
  teacher: { ...recipe, network: drawn(5, [7, 8], [10, 12], [14, 16]) },
  student: drawn(3, [4, 5], [6, 9], [11, 13]),
  method: { ...fsp, remedy },
});

await describeEachBackend(
  (kind) => {
    test.each(remedies)(
      "learn one from the other by $kind, the same each time",
      { timeout: 30_000 },
      async (remedy) => {
        const experiment = experimentWith(remedy);
        expect(() => toDocument(experiment)).not.toThrow();
        const ticks = await ticksOf(experiment, 1, testParts(kind));
        const pairs = reportsIn(ticks).flatMap((report) =>
          report.type === "step" && report.stage === 1 ? [Object.keys(report.pairLoss ?? {})] : [],
        );
        const sections = ["section1", "section2", "section3"];
        expect(pairs).toEqual(Array.from({ length: fsp.schedule.iterations }, () => sections));
        const again = await ticksOf(experiment, 1, testParts(kind));
        expect(resultIn(reportsIn(again))).toEqual(resultIn(reportsIn(ticks)));
      },
    );
  },
  ["wasm"],
);

test("without a remedy they are refused", () => {
  expect(() => toDocument(experimentWith({ kind: "none" }))).toThrow(/section1 differ in size/);
});
