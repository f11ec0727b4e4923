import { linkOf } from "../src/core/link.ts";
import { largestDrawnPlan, largestPlan, largestSweep } from "../src/testing/largest-plans.ts";
import { expect, test } from "./support/lab.ts";
import { noteLongTasks, tasksWhile } from "./support/long-tasks.ts";
import { button, finished, isGpu } from "./tiny.ts";

// Playwright's own trace takes pictures of the page, which is work on its thread that no visitor pays for.
test.use({ trace: "off" });

test("from first paint to the end of smoke no task costs the page's thread more than 50 ms", async ({
  page,
  browser,
}) => {
  test.skip(isGpu(), "smoke takes too long on a software GPU");
  const longTasks = await noteLongTasks(page);
  const tasks = await tasksWhile(browser, page, async () => {
    await page.goto("./");
    await page.getByLabel("Preset").selectOption("smoke");
    await button(page, "Train").click();
    await finished(page);
  });
  expect(tasks.length).toBeGreaterThan(100);
  const painted = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime);
  const waited = (await longTasks()).filter(({ startMs }) => startMs > painted).map(({ durationMs }) => durationMs);
  // On two cores the page's thread waits for the worker and for the drawing; only its own time is the page's to save.
  test.info().annotations.push({ type: "long tasks by the clock, ms", description: waited.join(", ") || "none" });
  expect(tasks.filter((milliseconds) => milliseconds > 50)).toEqual([]);
});

for (const [what, plan, mostMs] of [
  // 13,000 ms before the stages were counted once an experiment and the rows made as they are looked at; 55 ms since.
  ["experiments and seeds", largestPlan, 200],
  // With 16 times as many trials, which were allowed, 675 ms; 155 ms since, on a busy machine.
  ["trials of rates", largestSweep, 400],
  // With 10 times as many blocks, which were allowed, 4,100 ms; with as many as now, 174 ms on a busy machine.
  ["blocks drawn by hand", largestDrawnPlan, 400],
] as const)
  test(`a plan of as many ${what} as a link can hold is opened and changed without keeping anybody waiting`, async ({
    page,
    browser,
  }) => {
    test.skip(isGpu(), "the same page without training");
    const link = await linkOf(plan);
    const tasks = await tasksWhile(browser, page, async () => {
      await page.goto(`./#${link}`);
      await expect(page.getByRole("region", { name: "An experiment from a link" })).toContainText(
        "64 experiments, 100 seeds",
      );
      await button(page, "Open").click();
      await page.getByLabel("Training images").fill("9000");
      await page.locator("details.results summary").click();
      await button(page, "Train").click();
      await expect(page.locator(".results")).toContainText("rows 1 to 50 of 6,400");
      await button(page, "Reset").click();
    });
    expect(Math.max(...tasks)).toBeLessThan(mostMs);
  });
