import { button, finished, isGpu, openTiny, tinyExperiment, trainedHashes, weightHashes } from "./tiny.ts";
import { expect, test } from "./support/lab.ts";
import { asked, trainingWorker } from "./support/worker-looks.ts";

test.describe.configure({ timeout: 600_000 });

const run = { experiment: "tiny", seed: 1 };

test("a run that is looked into while it trains ends with the same weights, and can be looked into afterwards", async ({
  page,
}) => {
  const experiment = tinyExperiment(isGpu() ? 2 : 60);
  await openTiny(page, experiment);
  const hashes = await trainedHashes(page);
  await button(page, "Reset").click();
  await button(page, "Train").click();
  const worker = await trainingWorker(page);
  const isOver = () => page.getByRole("contentinfo").textContent();
  const seen: string[] = [];
  while (!(await isOver())?.includes("Finished")) {
    const subject = { kind: "image", index: seen.length % 16 } as const;
    seen.push((await asked(worker, run, { type: "matrices", at: "now", subject })).type);
    seen.push((await asked(worker, run, { type: "slowMotion", from: "now" })).type);
  }
  await finished(page);
  expect(await weightHashes(page)).toEqual(hashes);
  expect(seen).toContain("looked");

  const last = { of: "student", at: { stage: 2, step: experiment.task.iterations } } as const;
  const confusion = await asked(worker, run, { type: "confusion", side: last });
  expect(confusion).toMatchObject({ type: "looked", answer: { classes: { length: 6 }, moment: last.at } });
  const start = { stage: 1, step: 0 } as const;
  const pair = await asked(worker, run, { type: "pair", at: start, subject: { kind: "probe" }, pair: "section2" });
  expect(pair).toMatchObject({ type: "looked", answer: { moment: start, student: { size: [16, 16] } } });
  const slow = await asked(worker, run, { type: "slowMotion", from: 1 });
  expect(slow.type === "looked" && slow.answer.type === "slowMotion" && slow.answer.phases.length).toBe(7);
  const never = { of: "student", at: { stage: 2, step: 1000 } } as const;
  expect(await asked(worker, run, { type: "confusion", side: never })).toMatchObject({ code: "no-snapshot" });
});
