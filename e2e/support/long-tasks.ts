import type { Browser, Page } from "@playwright/test";

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
export async function tasksWhile(browser: Browser, page: Page, act: () => Promise<void>): Promise<number[]> {
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
