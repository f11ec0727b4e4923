/** `docs/drawn.json`: two networks drawn by hand, with no equal widths, learn by each remedy. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { toDocument, toPlan } from "../core/document.ts";
import type { Experiment } from "../core/experiment.ts";
import { fspSettingsOf } from "../core/fsp-settings.ts";
import { matchesOf } from "../core/matching.ts";
import { readsFsp } from "../core/methods/facts.ts";
import { remedyKinds } from "../core/relations/settings.ts";
import { studentNetwork, teacherNetwork } from "../core/build-network.ts";
import type { Report } from "../core/report.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { testParts } from "../testing/lab-parts.ts";
import { runOne } from "./plan-run.ts";

const plan = toPlan(toDocument(JSON.parse(await readFile(new URL("../../docs/drawn.json", import.meta.url), "utf8"))));
const remedyOf = ({ method }: Experiment) => (readsFsp(method) ? fspSettingsOf(method).remedy.kind : "none");

/** Of stage 1, summed over pairs, as it went. */
function heldOut(reports: readonly Report[]): number[] {
  return reports.flatMap((report) =>
    report.type === "matrices" && report.stage === 1
      ? [Object.values(report.distance).reduce((sum, value) => sum + value, 0)]
      : [],
  );
}

test("has every remedy, and no two matrices that share a width", () => {
  expect(new Set(plan.experiments.map(remedyOf))).toEqual(new Set(remedyKinds));
  for (const experiment of plan.experiments) {
    const [teacher, student] = [teacherNetwork(experiment), studentNetwork(experiment)];
    const matches = matchesOf(experiment.method, teacher, student);
    expect(matches).toHaveLength(2);
    for (const { shape, studentShape } of matches)
      expect(shape.filter((width) => studentShape.includes(width))).toEqual([]);
  }
});

await describeEachBackend(
  (kind) => {
    const shelf: Parameters<typeof runOne>[3] = new Map();

    describe.each(plan.experiments)("$name", (experiment) => {
      test("brings its own loss on held-out images to under half of its start", { timeout: 120_000 }, async () => {
        const reports: Report[] = [];
        for await (const tick of runOne(plan, experiment, plan.seeds[0]!, shelf, null, testParts(kind))) {
          reports.push(...tick.reports);
          if (tick.active.student?.moment.stage === 2) break;
        }
        const losses = heldOut(reports);
        expect(losses.length).toBeGreaterThan(5);
        expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
      });
    });
  },
  ["wasm"],
);
