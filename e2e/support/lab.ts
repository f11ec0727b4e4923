/** A page of the lab that notes everything that must not happen, and fails its test when something did. */
import type { BrowserContext } from "@playwright/test";
import { expect, test as base } from "@playwright/test";

/** What a page did wrong: what it logged as an error, threw, was refused by the policy, or asked of another origin. */
export interface Complaints {
  readonly all: readonly string[];
  /** For the test that provokes an error on purpose: forgets what matches, and fails when nothing does. */
  readonly forgive: (text: RegExp) => void;
}

/** What goes wrong in a worker is not always written to the page's console. */
export function forgiveIfSaid(complaints: Complaints, text: RegExp): void {
  if (complaints.all.some((complaint) => text.test(complaint))) complaints.forgive(text);
}

async function watch(context: BrowserContext, origin: string): Promise<Complaints> {
  const all: string[] = [];
  context.on("console", (message) => {
    // Refusals inside a worker are heard nowhere else.
    if (message.type() === "error") all.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => all.push(`error: ${error.error().stack ?? error.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !["blob:", "data:"].includes(url.protocol)) all.push(`request: ${url.href}`);
  });
  await context.exposeBinding("complainToTest", (_source, text: string) => void all.push(text));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
      const { complainToTest } = globalThis as unknown as { complainToTest: (text: string) => void };
      complainToTest(`policy: ${violatedDirective} refused ${blockedURI} in ${sourceFile}`);
    });
  });
  return {
    all,
    forgive: (text) => {
      const kept = all.filter((complaint) => !text.test(complaint));
      expect(kept.length, `something to forgive that matches ${text.source}`).toBeLessThan(all.length);
      all.splice(0, all.length, ...kept);
    },
  };
}

export const test = base.extend<{ complaints: Complaints }>({
  complaints: [
    async ({ context, baseURL }, use) => {
      if (!baseURL) throw new Error("playwright.config.ts gives no baseURL: did the server start?");
      const complaints = await watch(context, new URL(baseURL).origin);
      await use(complaints);
      expect(complaints.all, "console errors, page errors, policy violations, requests elsewhere").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
