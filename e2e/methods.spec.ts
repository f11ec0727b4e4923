import { button, finished, isGpu, openTiny, tinyExperiment } from "./tiny.ts";
import { expect, test } from "./support/lab.ts";

test("every method can be chosen, with its own settings, and is trained", async ({ page }) => {
  test.skip(isGpu(), "methods go through tfjs, which takes minutes on a software GPU");
  await openTiny(page, tinyExperiment(10));
  const setup = page.locator(".setup");
  await setup.getByLabel("Method", { exact: true }).selectOption("Attention transfer");
  await expect(setup.getByLabel("Attention weight β")).toHaveValue("1000");
  await setup.getByLabel("Layers to learn").selectOption("the last section's end");
  await setup.getByLabel("Method", { exact: true }).selectOption("FitNets: hints, then soft logits");
  await expect(setup.getByLabel("Attention weight β")).toHaveCount(0);
  await expect(setup.getByLabel("Hint weight")).toHaveValue("1");
  // What was chosen for the other method was a choice of layers: it stays.
  await expect(setup.getByLabel("Layers to learn")).toHaveValue("last");
  await page.locator("summary").getByText("Advanced").click();
  await setup.getByLabel("Stage 1 iterations").fill("5");
  await expect(page.locator(".region-networks")).toContainText("compares no FSP matrices");
  await button(page, "Train").click();
  await finished(page);
  const curves = page.getByRole("region", { name: "Curves" });
  // Hints in stage 1 and soft logits in stage 2.
  await expect(curves).toContainText("Methods' losses");
  await expect(page.locator(".region-matrices")).toContainText("Student − teacher");
  await button(page, "Reset").click();
  await setup.getByLabel("Method", { exact: true }).selectOption("Weights copied from the teacher");
  await button(page, "Train").click();
  await finished(page);
  await page.locator("details.results summary").click();
  await expect(page.locator("details.results")).toContainText(
    /\d+ parameters \([\d,]+ numbers\) copied from the teacher/,
  );
});
