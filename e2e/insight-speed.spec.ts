/** What the matrices cost the page's main thread while they change many times a second. */
import type { Page } from "@playwright/test";
import { expect, test } from "./support/lab.ts";
import { tasksWhile } from "./support/long-tasks.ts";
import { standInForTheWorker } from "./support/stand-in-worker.ts";
import { button, isGpu, openTiny, tinyExperiment } from "./tiny.ts";

// Playwright's own trace takes pictures of the page, which is work on its thread that no visitor pays for.
test.use({ trace: "off" });
test.beforeEach(() => test.skip(isGpu(), "the page alone; no engine runs"));

const standIn = { pairs: 4, channels: 64, updatesPerSecond: 30 };
const framesPerSecond = 60;
const seconds = 5;
/** Milliseconds of the page's main thread a frame. */
const limit = 4;
/**
 * The least of so many windows counts: what else runs on the machine slows the thread's work down, by the caches and the
 * clock that they share, and never speeds it up. A page that became slower is slower in each of them.
 */
const most = 12;

async function opened(page: Page): Promise<void> {
  await standInForTheWorker(page, standIn);
  await openTiny(page, tinyExperiment(5));
  await button(page, "Train").click();
  await expect(page.locator(".matrices-pairs li")).toHaveCount(4);
}

/** The iterations behind the matrices on screen. */
async function stepOf(page: Page): Promise<number> {
  const text = await page.locator(".matrices-after").textContent();
  return Number(/after ([\d,]+) iteration/.exec(text!)![1]!.replaceAll(",", ""));
}

for (const view of ["as they come", "sorted, with colours that are the same over time"]) {
  test(`64x64 matrices of four pairs, 30 times a second, cost under 4 ms of main thread a frame, ${view}`, async ({
    page,
  }) => {
    await opened(page);
    if (view !== "as they come") {
      await page.getByLabel("Sort by").selectOption("clusters");
      await page.getByLabel("Colours").selectOption("frozen");
    }
    const session = await page.context().newCDPSession(page);
    // The thread's own time: what it waits for the drawing of other processes is not the page's to save.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const spent = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      return 1000 * metrics.find(({ name }) => name === "TaskDuration")!.value;
    };
    // The first updates are run before the browser has compiled them.
    await page.waitForTimeout(3000);
    const windows: { readonly perFrame: number; readonly perUpdate: number }[] = [];
    for (let window = 0; window < most && !windows.some(({ perFrame }) => perFrame < limit); window++) {
      const [before, from] = [await spent(), await stepOf(page)];
      await page.waitForTimeout(1000 * seconds);
      const [after, to] = [await spent(), await stepOf(page)];
      // A window that the updates did not fill says nothing of them.
      if (to - from < 0.8 * seconds * standIn.updatesPerSecond) continue;
      // All of the page's work is in it, the curves' too.
      windows.push({
        perFrame: (after - before) / (seconds * framesPerSecond),
        perUpdate: (after - before) / (to - from),
      });
    }
    const description = windows.map(
      ({ perFrame, perUpdate }) => `${perFrame.toFixed(2)} a frame, ${perUpdate.toFixed(2)} an update`,
    );
    test.info().annotations.push({ type: "main thread, ms", description: description.join("; ") });
    expect(windows.length, "windows in which at least 0.8 of the updates came").toBeGreaterThan(0);
    expect(Math.min(...windows.map(({ perFrame }) => perFrame))).toBeLessThan(limit);
  });
}

test("hovering over them while they change costs no task of more than 50 ms", async ({ page, browser }) => {
  const moves = 240;
  const tasks = await tasksWhile(browser, page, async () => {
    await opened(page);
    const box = (await page.getByRole("grid").first().boundingBox())!;
    for (let move = 0; move < moves; move++) {
      const [across, down] = [(move * 7) % 64, (move * 3) % 64];
      await page.mouse.move(box.x + ((across + 0.5) * box.width) / 64, box.y + ((down + 0.5) * box.height) / 64);
      await page.waitForTimeout(1000 / 60);
    }
    // The maps behind the cell were drawn too.
    await expect(page.locator(".matrices-products canvas")).toHaveCount(6);
  });
  expect(tasks.length).toBeGreaterThan(moves);
  test.info().annotations.push({ type: "longest task, ms", description: Math.max(...tasks).toFixed(1) });
  expect(tasks.filter((milliseconds) => milliseconds > 50)).toEqual([]);
});
