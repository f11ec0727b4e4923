/** Two pages of one browser, which share what it keeps: what is lost then, as a number, and what the person sees. */
import { drop, imagesDialog, pictures, writeFiles } from "./support/images.ts";
import { bar, exported, iterationsIn, resumeCard as card } from "./support/interruptions.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, trainedHashes, weightHashes } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the backend has no part in it"));

test("two tabs never train the same run, and what one leaves the other can take", async ({ page, context }) => {
  await openTiny(page, tinyExperiment(100));
  const whole = await trainedHashes(page);
  await button(page, "Reset").click();
  await button(page, "Step").click();
  await expect(bar(page)).toContainText("Paused", { timeout: 60_000 });

  const other = await context.newPage();
  await other.goto("./");
  await button(other, "Earlier").click();
  const dialog = other.getByRole("dialog");
  await expect(dialog.getByRole("row", { name: /being trained/ })).toBeVisible();
  await expect(dialog.getByRole("row", { name: /being trained/ }).getByRole("button", { name: /Resume/ })).toBeHidden();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(card(other)).toBeHidden();

  await page.close();
  await card(other).getByRole("button", { name: "Resume" }).click();
  await finished(other);
  expect(await weightHashes(other)).toEqual(whole);
});

test("two tabs that change the same set-up keep both", async ({ page, context }) => {
  await page.goto("./");
  await page.getByLabel("Training images").fill("64");
  await expect
    .poll(async () => {
      await button(page, "Earlier").click();
      const rows = await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Open: first-look/ })
        .count();
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      return rows;
    })
    .toBe(1);
  const other = await context.newPage();
  await other.goto("./");
  await button(other, "Earlier").click();
  await other.getByRole("button", { name: "Open: first-look" }).click();
  await expect(other.getByLabel("Training images")).toHaveValue("64");
  await other.getByLabel("Training images").fill("128");
  await button(other, "Earlier").click();
  await page.getByLabel("Training images").fill("256");
  await expect(other.getByRole("dialog").getByRole("button", { name: "Open: first-look" })).toHaveCount(2);
});

test("images that one tab trains on are not removed by the other; removed, it is said what is missing", async ({
  page,
  context,
}) => {
  await openTiny(page, tinyExperiment(300));
  const folder = test.info().outputPath("insects");
  writeFiles(folder, pictures(40));
  await drop(page, folder);
  await imagesDialog(page).getByRole("button", { name: "Use for the next run" }).click();
  await button(page, "Step").click();
  await expect(bar(page)).toContainText("Paused", { timeout: 60_000 });

  const other = await context.newPage();
  await other.goto("./");
  await button(other, "Own images…").click();
  const row = imagesDialog(other).getByRole("listitem").filter({ hasText: "insects" });
  await expect(row).toContainText("tiny is being trained on it: it can be removed when that has ended.");
  const remove = row.getByRole("button", { name: /^Remove/ });
  await expect(remove).toBeHidden();
  await button(page, "Train").click();
  await finished(page);
  expect(iterationsIn(await exported(page, "tiny"))).toBe(900);

  await remove.click();
  await button(other, "Delete for good").click();
  await expect(imagesDialog(other)).toContainText("No own images yet.");
  await button(page, "Reset").click();
  await button(page, "Train").click();
  await expect(bar(page)).toContainText("This experiment learns from the images insects");
});
