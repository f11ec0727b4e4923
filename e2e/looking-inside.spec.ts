import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, tinyPlan } from "./tiny.ts";

test("a pinned cell shows the maps that it is made of, and their mean is the cell", async ({ page }) => {
  test.skip(isGpu(), "the same page; looks.spec.ts asks a software GPU");
  await openTiny(page, tinyPlan(5));
  const matrices = page.getByRole("region", { name: "FSP matrices" });
  await button(page, "Train").click();
  await finished(page);
  await matrices
    .getByRole("grid")
    .first()
    .click({ position: { x: 5, y: 5 } });
  const maths = matrices.getByRole("region", { name: "How a cell is made" });
  await expect(maths.locator("canvas").last()).toBeInViewport({ ratio: 1 });
  for (const kept of [/^distance .+ squared difference/, "section1 as a table, and as CSV"])
    await expect(matrices.getByText(kept)).toBeInViewport({ ratio: 1 });
  await expect(maths).toContainText("held-out image 1 of");
  await expect(maths.locator("canvas")).toHaveCount(6);
  const means = maths.getByText(/^mean \S+$/);
  const first = await means.allTextContents();
  await maths.getByRole("button", { name: "Next image" }).press("Enter");
  await expect(maths).toContainText("held-out image 2 of");
  await expect(means.first()).not.toHaveText(first[0]!);

  // Over all images the two means are the cell of the matrices drawn above.
  await maths.getByRole("button", { name: "Mean of all" }).click();
  await expect(maths).toContainText("means over");
  const cell = (name: string) => matrices.locator(".matrices-readout dl > div", { hasText: name }).locator("dd");
  for (const [index, name] of ["teacher", "student"].entries())
    await expect(means.nth(index)).toHaveText(`mean ${await cell(name).first().textContent()}`);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

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
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  // At the cursor: the student of the beginning, not of the end.
  const atTheEnd = await page.locator(".confusion-table tbody").textContent();
  await page.getByRole("slider", { name: "Iteration" }).press("Home");
  await expect(page.locator(".confusion-table tbody")).not.toHaveText(atTheEnd!);
});
