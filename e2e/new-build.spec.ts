/** A newer lab is put up while pages of the older one are open: what is lost then, as a number, and what the person sees. */
import type { Page } from "@playwright/test";
import { ahead } from "./support/ahead.ts";
import { drop, imagesDialog, pictures, writeFiles } from "./support/images.ts";
import {
  bar,
  behindSteps,
  dies,
  exported,
  iterationsIn,
  keptStep,
  paused,
  reaches,
  resumeCard,
} from "./support/interruptions.ts";
import { expect, forgiveIfSaid } from "./support/lab.ts";
import { deploy, keepOffline, lookForNewer, test } from "./support/site.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, trainedHashes, weightHashes } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the backend has no part in it"));

const gone = /the network is gone, or a newer lab has been put up\./;
const reload = (page: Page) => page.getByRole("button", { name: "Reload", exact: true });

/** Fails when the page was loaded anew since. */
async function mark(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => void Object.assign(globalThis, { isMarked: true }));
  return async () => expect(await page.evaluate(() => "isMarked" in globalThis), "the same page").toBe(true);
}

test("what the older page had not loaded yet is missing, which it says; a run in progress loses nothing", async ({
  page,
  site,
  complaints,
}) => {
  await openTiny(page, tinyExperiment(1000));
  await button(page, "Train").click();
  await expect(bar(page)).toContainText("stage 1", { timeout: 60_000 });
  await paused(page);
  deploy(site);
  const isSamePage = await mark(page);

  await button(page, "Export…").click();
  const exports = page.getByRole("dialog", { name: "Export", exact: true });
  await exports.getByRole("button", { name: "tiny (.py)" }).click();
  await expect(exports.getByRole("alert")).toHaveText(/^A part of the lab could not be loaded: .* Reload the page\.$/);
  await exports.getByRole("button", { name: "Bundle (.zip)" }).click();
  await expect(exports.getByRole("alert").filter({ hasText: gone })).toHaveCount(2);
  await exports.getByRole("button", { name: "Close" }).click();
  const card = page.getByRole("region", { name: "A part of the lab could not be loaded" });
  await expect(card).toContainText("Reload the page when the training ends.");
  await expect(reload(page)).toBeHidden();

  await button(page, "Train").click();
  await finished(page);
  await isSamePage();
  expect(iterationsIn(await exported(page, "tiny"))).toBe(3000);

  const folder = test.info().outputPath("given");
  writeFiles(folder, pictures(4));
  await drop(page, folder);
  await expect(imagesDialog(page)).toContainText(gone);
  await imagesDialog(page).getByRole("button", { name: "Close" }).click();
  await isSamePage();
  await reload(page).click();
  await expect(page).toHaveTitle("Newer FSP Lab");
  complaints.forgive(/Failed to load resource.*\/assets\//);
});

test("a page that has trained nothing yet says so, and trains once it is reloaded", async ({
  page,
  site,
  complaints,
}) => {
  await openTiny(page, tinyExperiment(20));
  deploy(site);
  await button(page, "Train").click();
  await expect(bar(page)).toContainText("The training worker could not be loaded. Reload the page.");
  forgiveIfSaid(complaints, /Failed to load resource.*\/assets\//);
  await expect(page).toHaveTitle("FSP Lab");
  await page.reload();
  await expect(page).toHaveTitle("Newer FSP Lab");
  await openTiny(page, tinyExperiment(20));
  await button(page, "Train").click();
  await finished(page);
  expect(iterationsIn(await exported(page, "tiny"))).toBe(60);
});

test("a worker that dies then cannot be replaced, which is said; in the newer lab its run goes on to the same bits", async ({
  page,
  site,
  complaints,
}) => {
  await openTiny(page, tinyExperiment(600));
  const whole = await trainedHashes(page);
  await page.reload();
  await ahead(page, behindSteps(1000, dies), 1);
  await openTiny(page, tinyExperiment(600));
  await button(page, "Train").click();
  await reaches(page, 1);
  deploy(site);
  await expect(bar(page)).toContainText("The training worker could not be loaded. Reload the page.", {
    timeout: 60_000,
  });
  forgiveIfSaid(complaints, /Failed to load resource.*\/assets\//);
  expect(await keptStep(page)).toBeGreaterThan(0);
  await page.reload();
  await expect(page).toHaveTitle("Newer FSP Lab");
  await resumeCard(page).getByRole("button", { name: "Resume" }).click();
  await finished(page);
  expect(await weightHashes(page)).toEqual(whole);
  expect(iterationsIn(await exported(page, "tiny"))).toBe(1800);
});

test("a newer lab is taken by a person, and not while something trains, in whatever tab; the other tab is told", async ({
  page,
  context,
  site,
}) => {
  await openTiny(page, tinyExperiment(1000));
  await keepOffline(page);
  const other = await context.newPage();
  await other.goto("./");
  await button(page, "Train").click();
  await reaches(page, 1);
  await paused(page);
  deploy(site);
  await lookForNewer(page);
  const isSamePage = await mark(page);
  for (const tab of [page, other]) {
    await expect(tab.getByText("A newer lab is ready.")).toBeVisible();
    await expect(tab.getByText("It can be taken when the training ends.")).toBeVisible();
    await expect(button(tab, "Reload in the newer lab")).toBeHidden();
  }
  await button(page, "Train").click();
  await finished(page);
  expect(iterationsIn(await exported(page, "tiny"))).toBe(3000);

  await button(other, "Reload in the newer lab").click();
  await expect(other).toHaveTitle("Newer FSP Lab");
  await expect(page.getByText("Another tab has changed to a newer lab.")).toBeVisible();
  await isSamePage();
  await button(page, "Reload in the newer lab").click();
  await expect(page).toHaveTitle("Newer FSP Lab");
});
