import type { Page } from "@playwright/test";

/** A stretch of more than 50 ms in which the page could not answer. */
export interface LongTask {
  readonly startMs: number;
  readonly durationMs: number;
}

interface Noting {
  notedLongTasks: LongTask[];
}

/** From the page's first moment on: call it before `goto`. The function it gives reads what was noted so far. */
export async function noteLongTasks(page: Page): Promise<() => Promise<readonly LongTask[]>> {
  await page.addInitScript(() => {
    const noted: LongTask[] = [];
    (globalThis as unknown as Noting).notedLongTasks = noted;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) noted.push({ startMs: startTime, durationMs: duration });
    }).observe({ type: "longtask", buffered: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as Noting).notedLongTasks);
}
