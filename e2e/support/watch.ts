/** Hears of everything that must not happen, in every page and worker of the browser. */
import type { Browser, BrowserContext } from "@playwright/test";

interface LogEntry {
  readonly source: string;
  readonly text: string;
  readonly url?: string;
}

/** Of pages: errors that are logged or thrown. Of pages, workers and service workers: requests to other origins than `origin`. */
function watchContext(context: BrowserContext, origin: string, complain: (text: string) => void): void {
  const judge = (address: string) => {
    const url = new URL(address);
    if (url.host !== new URL(origin).host && !["blob:", "data:"].includes(url.protocol))
      complain(`request: ${url.href}`);
  };
  context.on("console", (message) => {
    // What the policy refuses a page is among them.
    if (message.type() === "error") complain(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complain(`error: ${error.error().stack ?? error.error().message}`));
  context.on("request", (request) => judge(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => judge(socket.url())));
}

/**
 * What the policy refuses a worker is told to no page's console: the browser's log of each worker is opened. It holds what was
 * refused before that too.
 */
async function watchWorkers(browser: Browser, complain: (text: string) => void): Promise<() => Promise<void>> {
  const session = await browser.newBrowserCDPSession();
  session.on("Target.targetCreated", ({ targetInfo: { targetId, type } }) => {
    if (!type.endsWith("worker")) return;
    const opened = session.send("Target.attachToTarget", { targetId, flatten: false }).then(({ sessionId }) =>
      // Without its own session, as Playwright knows no session that it did not begin.
      session.send("Target.sendMessageToTarget", {
        sessionId,
        message: JSON.stringify({ id: 1, method: "Log.enable" }),
      }),
    );
    // It may have ended by now.
    opened.catch(() => {});
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { method, params } = JSON.parse(message) as { method?: string; params?: { entry?: LogEntry } };
    if (method !== "Log.entryAdded" || params?.entry?.source !== "security") return;
    complain(`policy: ${params.entry.text} (a worker's, ${params.entry.url ?? ""})`);
  });
  await session.send("Target.setDiscoverTargets", { discover: true, filter: [{}] });
  return () => session.detach();
}

/** Watches every context that is opened from now on, whoever opens it. Gives what ends it, the contexts left open too. */
export async function watch(
  browser: Browser,
  origin: string,
  complain: (text: string) => void,
): Promise<() => Promise<void>> {
  const opened: BrowserContext[] = [];
  const onContext = (context: BrowserContext) => {
    opened.push(context);
    watchContext(context, origin, complain);
  };
  browser.on("context", onContext);
  const stopWatchingWorkers = await watchWorkers(browser, complain);
  return async () => {
    // One that is left open would speak into the next test.
    for (const context of opened) await context.close();
    browser.off("context", onContext);
    await stopWatchingWorkers();
  };
}
