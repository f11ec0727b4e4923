/** Two networks drawn on the page, with no equal widths, learn by each remedy: as `docs/drawn.json` does without a page. */
import type { Page } from "@playwright/test";
import { openEditor, setChannels } from "./support/editor.ts";
import { cleanInBothThemes } from "./support/axe.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, sliderTo, tinyExperiment } from "./tiny.ts";

/** The remedy's name, and a rate at which it learns. */
const remedies = [
  ["learned adapter", 0.003],
  ["channels assigned", 0.003],
  ["teacher projected", 0.003],
  ["traces", 0.001],
  ["linear CKA", 0.1],
] as const;

const region = (page: Page) => page.getByRole("region", { name: "FSP matrices" });

/** Over all pairs what stage 1 minimises, on the held-out images, where the slider is led by this key. */
async function heldOut(page: Page, key: "Home" | "End"): Promise<number> {
  await (await sliderTo(page, 61)).press(key);
  await expect(region(page)).toContainText(
    `after ${key === "Home" ? "0 iterations of stage 1" : "1 iteration of stage 2"}`,
  );
  const pairs = region(page).getByRole("group", { name: "Pair" }).locator("label");
  const texts: string[] = [];
  if ((await pairs.count()) === 0) {
    await expect(region(page).locator(".matrices")).toHaveAttribute("aria-busy", "false");
    texts.push(...(await region(page).locator(".matrices-pair-distance").allTextContents()));
  }
  // Without cells one pair at a time is shown.
  for (const pair of await pairs.all()) {
    await pair.click();
    await expect(region(page).locator(".compared-board")).toHaveAttribute("aria-busy", "false");
    texts.push(
      (await region(page)
        .getByText(/loss (1 − CKA = )?[\d.,e-]+$/)
        .textContent())!,
    );
  }
  expect(texts).toHaveLength(3);
  return texts.reduce((sum, text) => sum + Number(/([\d.,e-]+)$/.exec(text)![1]!.replaceAll(",", "")), 0);
}

test("drawn by hand, they bring each remedy's own loss on held-out images to under half of its start", async ({
  page,
}) => {
  test.skip(isGpu(), "remedies go through tfjs, which takes minutes on a software GPU");
  test.slow();
  const experiment = tinyExperiment(60);
  await openTiny(page, {
    ...experiment,
    batch: 8,
    task: { ...experiment.task, iterations: 1, rate: 1e-6 },
    evaluateEvery: 1,
  });
  for (const [whose, widths] of [
    ["Student", [5, 6, 7]],
    ["Teacher", [8, 9, 10]],
  ] as const) {
    const editor = await openEditor(page, whose);
    for (const [section, channels] of widths.entries()) await setChannels(page, `block ${section} 0`, channels);
    await editor.getByRole("button", { name: "Use a projection" }).first().click();
    await button(page, "Done").click();
  }
  await page.locator("summary").getByText("Advanced").click();
  for (const [remedy, rate] of remedies) {
    await page.getByLabel("Matrices of unequal sizes").selectOption(remedy);
    await page.getByLabel("Stage 1 learning rate").fill(String(rate));
    await button(page, "Train").click();
    await finished(page);
    const [start, end] = [await heldOut(page, "Home"), await heldOut(page, "End")];
    expect(start).toBeGreaterThan(0);
    expect(end, remedy).toBeLessThan(start / 2);
    // Of those that compare no cells, a screen of their own.
    if (remedy === "traces" || remedy === "linear CKA") {
      await region(page).getByText("Table and CSV").click();
      await region(page).locator("summary", { hasText: "Singular values" }).click();
      // The student's matrix is smaller.
      await expect(region(page).locator(".singular-bars li").last()).toHaveText(/teacher .+, student none/);
      await cleanInBothThemes(page, remedy);
      const views = page.getByRole("group", { name: "What is shown" });
      await views.getByText("Feature maps").click();
      await region(page).getByRole("button", { name: "Shuffle the first layer" }).click();
      await expect(region(page)).toContainText(/The maps now differ .+ (the traces do not see the order|CKA stays)\./);
      await views.getByText("FSP matrices").click();
    }
    await button(page, "Reset").click();
  }
});
