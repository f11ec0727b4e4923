import { button, finished, isGpu, openTiny, tinyExperiment } from "./tiny.ts";
import { expect, test } from "./support/lab.ts";

test("widths that differ are explained, mended by a remedy, and trained", async ({ page }) => {
  test.skip(isGpu(), "remedies go through tfjs, which takes minutes on a software GPU");
  await openTiny(page, tinyExperiment(10));
  await page.getByLabel("Student width").selectOption("8");
  const estimate = page.locator(".setup-estimate");
  await expect(estimate).toContainText("differ in size");
  await expect(estimate).toContainText('"Matrices of unequal sizes": learned adapter, linear CKA, traces.');
  await expect(button(page, "Train")).toHaveAttribute("aria-disabled", "true");
  // Under the networks, and beside the estimate.
  await expect(button(page, "Use a learned adapter")).toHaveCount(2);
  await button(page, "Use a learned adapter").first().click();
  await expect(button(page, "Use a learned adapter")).toHaveCount(0);
  await page.locator("summary").getByText("Advanced").click();
  await expect(page.getByLabel("Matrices of unequal sizes").locator("option:checked")).toHaveText("learned adapter");
  const pair = page.getByRole("button", { name: /Show the matrices of section1, 4 × 4 ↔ 8 × 8/ });
  await expect(pair).toBeVisible();
  await button(page, "Train").click();
  await finished(page);
  // The student's matrix has no cells in common with the teacher's: it is not drawn beside it.
  await expect(page.locator(".region-matrices")).toContainText("The difference needs both matrices, in one shape.");
  // Both losses' gradients at the start of that run suggest a lambda.
  await button(page, "Suggest λ").click();
  const lengths = page.getByRole("table", { name: "Lengths of the gradients at the start of stage 1" });
  await expect(lengths.getByRole("rowheader")).toHaveText(["task", "section1", "section2", "section3", "FSP together"]);
  for (const cell of await lengths.getByRole("cell").allTextContents())
    expect(Number(cell.replaceAll(",", ""))).toBeGreaterThan(0);
  await page.getByRole("button", { name: /^Use λ = / }).click();
  await expect(page.getByLabel("FSP loss weight λ")).not.toHaveValue("1");
});
