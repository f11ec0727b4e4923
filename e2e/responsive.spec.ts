import { expect, test } from "./support/lab.ts";
import { noteLongTasks } from "./support/long-tasks.ts";
import { button, finished, isGpu } from "./tiny.ts";

test("from first paint to the end of smoke no task holds the page for more than 50 ms", async ({ page }) => {
  test.skip(isGpu(), "smoke takes too long on a software GPU");
  const longTasks = await noteLongTasks(page);
  await page.goto("./");
  await page.getByLabel("Preset").selectOption("smoke");
  await button(page, "Train").click();
  await finished(page);
  const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime);
  expect((await longTasks()).filter(({ startMs }) => startMs > painted)).toEqual([]);
});
