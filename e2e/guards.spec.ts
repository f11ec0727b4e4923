/** Numbers that run away: what the page says of it, and the one press that goes on. */
import { button, finished, isGpu, openTiny, tinyExperiment, weightHashes } from "./tiny.ts";
import { expect, test } from "./support/lab.ts";

test("the layer that broke first is named, and one press goes on with a smaller rate, as its link does", async ({
  page,
}) => {
  test.skip(isGpu(), "the arithmetic is the same, and a software GPU slow");
  const tiny = tinyExperiment(120);
  // Decay alone makes the weights grow, slowly enough that 50 iterations are sound.
  const task = { ...tiny.task, rate: 1.8, momentum: 0, decay: 1 };
  await openTiny(page, { ...tiny, method: { kind: "none" }, task });
  await button(page, "Train").click();
  await expect(page.getByRole("contentinfo")).toContainText(/stopped being finite in stage 2, iteration \d+/);
  const card = page.getByRole("region", { name: "The numbers ran away" });
  await expect(card).toContainText(
    /broke first in section\d\.block1\.norm\d \(variance\) after the update, iteration \d+/,
  );
  await expect(card).toContainText("The last finite numbers there reached from");
  // What was found is kept with the run.
  await page.reload();
  await expect(card).toContainText(/broke first in section\d\.block1\.norm\d \(variance\)/);
  await button(page, "Go on from stage 2, iteration 50, with rate 0.18").click();
  await finished(page);
  const note = page.getByRole("region", { name: "tiny-slower" });
  await expect(note).toContainText("up to iteration 50 of stage 2; from there on its rate is another: 1.8 → 0.18.");
  const went = await weightHashes(page);

  await button(page, "Share").click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.goto("about:blank");
  await page.goto(link);
  await button(page, "Open").click();
  await button(page, "Train").click();
  await finished(page);
  expect(await weightHashes(page)).toEqual(went);
});
