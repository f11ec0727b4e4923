import { axeFindsNothing } from "./support/axe.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment } from "./tiny.ts";

test("predictions and the confusion matrix are of the held-out images, and agree with the curves", async ({ page }) => {
  test.skip(isGpu(), "the same page; looks.spec.ts asks a software GPU");
  await openTiny(page, tinyExperiment(5));
  await button(page, "Train").click();
  await finished(page);
  const views = page.getByRole("group", { name: "What is shown" });
  await views.getByText("Predictions").click();
  const images = page.getByRole("region", { name: "FSP matrices" }).getByRole("listitem");
  await expect(images).toHaveCount(16);
  await expect(images.first()).toContainText(/teacher: .+%/);
  await expect(images.first()).toContainText(/student: .+%/);

  await views.getByText("Confusion").click();
  const told = page.getByText(/of 16 held-out images are right/);
  await expect(told).toBeVisible();
  const measured = page.locator(".curves-table tbody").getByText(/^\d+(\.\d+)?%$/);
  await expect(told).toContainText((await measured.first().textContent())!);
  const counts = await page.locator(".confusion-table td").allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(16);
  await axeFindsNothing(page);

  // At the cursor: the student of the beginning, not of the end.
  const atTheEnd = await page.locator(".confusion-table tbody").textContent();
  await page.getByRole("slider", { name: "Iteration" }).press("Home");
  await expect(page.locator(".confusion-table tbody")).not.toHaveText(atTheEnd!);
});
