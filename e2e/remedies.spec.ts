import { button, finished, isGpu, openTiny, tinyExperiment } from "./tiny.ts";
import { cleanInBothThemes } from "./support/axe.ts";
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
  // What the adapters make of the student's matrix stands beside the teacher's, cell by cell.
  const matrices = page.getByRole("region", { name: "FSP matrices" });
  await expect(matrices.getByRole("grid")).toHaveCount(3);
  await expect(matrices.getByTitle("through the adapters A1 and A2")).toHaveText("adapted");
  const grid = matrices.getByRole("grid").first();
  await grid.focus();
  for (const key of ["Control+Home", "ArrowRight", "Enter"]) await grid.press(key);
  await expect(matrices).toContainText("The student's compared cell is a sum over 64 of its own; the strongest:");
  await expect(matrices.locator(".compared-parts li")).toHaveCount(3);
  const cell = await matrices.locator(".matrices-student dd").first().textContent();
  await expect(matrices.locator(".matrices-product.matrices-student")).toContainText(`mean ${cell}`);
  await cleanInBothThemes(page, "a cell that is adapted");
  await button(page, "Slow motion").click();
  const slow = page.getByRole("dialog", { name: "Slow motion" });
  await slow.getByRole("button", { name: "adapt", exact: true }).click();
  await expect(slow.getByRole("heading", { name: "5 of 8: adapt" })).toBeVisible();
  await expect(slow).toContainText("norms of the two factors");
  await cleanInBothThemes(page, "adapting in slow motion");
  await page.keyboard.press("Escape");
  // Both losses' gradients at the start of that run suggest a lambda.
  await button(page, "Suggest λ").click();
  const lengths = page.getByRole("table", { name: "Lengths of the gradients at the start of stage 1" });
  await expect(lengths.getByRole("rowheader")).toHaveText(["task", "section1", "section2", "section3", "FSP together"]);
  for (const cell of await lengths.getByRole("cell").allTextContents())
    expect(Number(cell.replaceAll(",", ""))).toBeGreaterThan(0);
  await page.getByRole("button", { name: /^Use λ = / }).click();
  await expect(page.getByLabel("FSP loss weight λ")).not.toHaveValue("1");
});
