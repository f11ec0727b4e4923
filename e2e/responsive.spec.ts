import type { Browser, Page } from "@playwright/test";
import { expect, test } from "./support/lab.ts";
import { noteLongTasks } from "./support/long-tasks.ts";
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

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Microseconds that the thread itself ran. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The processor time, in ms, of each task of the page's main thread from its first paint on. */
async function tasksWhile(browser: Browser, page: Page, act: () => Promise<void>): Promise<number[]> {
  const categories = ["disabled-by-default-devtools.timeline", "devtools.timeline", "loading", "__metadata"];
  await browser.startTracing(page, { categories });
  await act();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] };
  const paint = traceEvents.findLast(({ name }) => name === "firstContentfulPaint");
  if (!paint) throw new Error("the trace has no first contentful paint");
  return traceEvents.flatMap(({ name, pid, tid, ts, tdur }) =>
    name === "RunTask" && pid === paint.pid && tid === paint.tid && ts > paint.ts && tdur !== undefined
      ? [tdur / 1000]
      : [],
  );
}
