import { expect, test } from "vitest";
import { toPlan } from "../../core/document.ts";
import type { Document, Experiment } from "../../core/experiment.ts";
import { presets } from "../../core/presets.ts";
import { slower } from "../../core/slower.ts";
import { tinyExperiment } from "../../testing/lab-parts.ts";
import { changeOf } from "./parents.ts";
import type { RunRecord } from "./run-records.ts";

function recordOf(document: Document, begunAt: number): RunRecord {
  const plan = toPlan(document);
  const [experiment] = plan.experiments;
  const run = { experiment: experiment!.name, seed: 1 };
  const training = { id: String(begunAt), plan, begunAt, environment: null, trials: [] };
  return { key: String(begunAt), training, run, experiment: experiment!, state: "failed", end: null };
}

const slowed = (document: Experiment, done: number) =>
  slower(document, { experiment: document.name, seed: 1 }, 2, done).document as Experiment;

test("a run that goes on slower shows the drop of its rate against the run that it goes on from", () => {
  const once = slowed(tinyExperiment, 2);
  const again = slowed(once, 1);
  const all = [recordOf(again, 3), recordOf(once, 2), recordOf(tinyExperiment, 1)];
  expect(changeOf(all[0]!, all)).toMatchObject({ parent: once, rates: [{ stage: 2, done: 1 }] });
  expect(changeOf(all[1]!, all)).toMatchObject({ parent: tinyExperiment, rates: [{ stage: 2, done: 2 }] });
  expect(changeOf(all[2]!, all)).toBeNull();
});

test("of a preset it shows that, though its run is not kept any more; from the beginning the rate is a setting", () => {
  const smoke = presets.get("smoke") as Experiment;
  const anew = recordOf(slowed(smoke, 0), 2);
  expect(changeOf(anew, [anew])).toMatchObject({ parent: smoke, settings: ["taskRate"], rates: [] });
});
