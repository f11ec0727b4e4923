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

  // Where it was sound last is damaged: it is shown all the same, and trained again it comes to the same.
  await page.evaluate(damageSound);
  await button(page, "Earlier").click();
  await button(page, "Go on slower: tiny").click();
  await expect(card).toContainText(/broke first in section\d\.block1\.norm\d \(variance\)/);
  await expect(card).toContainText("What was kept of that moment is damaged or gone.");
  await button(page, "Train again from the beginning with rate 0.18").click();
  await finished(page);
  expect(await weightHashes(page)).toEqual(went);

  await button(page, "Share").click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.goto("about:blank");
  await page.goto(link);
  await button(page, "Open").click();
  await button(page, "Train").click();
  await finished(page);
  expect(await weightHashes(page)).toEqual(went);
});

/** In the page: other bytes where runs were sound last. */
function damageSound(): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open("fsp-lab");
    opening.addEventListener("success", () => {
      const writing = opening.result.transaction("checkpoints", "readwrite");
      const keys = writing.objectStore("checkpoints").getAllKeys();
      keys.addEventListener("success", () => {
        for (const key of keys.result)
          if (Array.isArray(key) && key[1] === 2) writing.objectStore("checkpoints").put(new Uint8Array(3), key);
      });
      writing.addEventListener("complete", () => {
        opening.result.close();
        resolve();
      });
    });
  });
}
