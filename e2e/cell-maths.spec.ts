import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyPlan } from "./tiny.ts";

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
