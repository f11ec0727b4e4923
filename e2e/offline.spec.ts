/** The lab without a network. `new-build.spec.ts` puts up a newer one. */
import { exported, iterationsIn } from "./support/interruptions.ts";
import { expect } from "./support/lab.ts";
import { keepOffline, test } from "./support/site.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, trainedHashes } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the backend has no part in it"));

test("once kept, the lab opens without a network, trains to the same bits, and keeps all of it", async ({
  page,
  context,
}) => {
  await openTiny(page, tinyExperiment(20));
  const hashes = await trainedHashes(page);
  await keepOffline(page);
  await page.close();
  await context.setOffline(true);
  const again = await context.newPage();
  await openTiny(again, tinyExperiment(20));
  expect(await trainedHashes(again)).toEqual(hashes);
  expect(iterationsIn(await exported(again, "tiny"))).toBe(60);
  // One of the presets, whose images are among what was kept.
  await button(again, "Reset").click();
  await again.getByLabel("Preset").selectOption("smoke");
  await button(again, "Train").click();
  await finished(again);
});

test("a network that goes away while it trains is not missed", async ({ page, context, complaints }) => {
  await openTiny(page, tinyExperiment(600));
  await button(page, "Step").click();
  await expect(page.locator(".transport-progress")).toContainText("Paused", { timeout: 60_000 });
  await context.setOffline(true);
  await button(page, "Train").click();
  await finished(page);
  expect(iterationsIn(await exported(page, "tiny"))).toBe(1800);
  // What keeping the lab would take is looked up beside the list of runs.
  complaints.forgive(/offline-size\.json/);
});
