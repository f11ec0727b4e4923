/** The lab in a browser that notes everything that must not happen, and fails its test when something did. */
import { expect, test as base } from "@playwright/test";
import { watch } from "./watch.ts";

/** What went wrong in any page or worker: logged as an error, thrown, refused by the policy, or asked of another origin. */
export interface Complaints {
  readonly all: readonly string[];
  /** For the test that provokes an error on purpose: forgets what matches, and fails when nothing does. */
  readonly forgive: (text: RegExp) => void;
}

/** What goes wrong in a worker is not always written to the page's console. */
export function forgiveIfSaid(complaints: Complaints, text: RegExp): void {
  if (complaints.all.some((complaint) => text.test(complaint))) complaints.forgive(text);
}

export const test = base.extend<{ complaints: Complaints }>({
  complaints: [
    // Before any context is opened, Playwright's own too.
    async ({ browser, baseURL }, use) => {
      if (!baseURL) throw new Error("playwright.config.ts gives no baseURL: did the server start?");
      const all: string[] = [];
      const end = await watch(browser, new URL(baseURL).origin, (text) => void all.push(text));
      await use({
        all,
        forgive: (text) => {
          const kept = all.filter((complaint) => !text.test(complaint));
          expect(kept.length, `something to forgive that matches ${text.source}`).toBeLessThan(all.length);
          all.splice(0, all.length, ...kept);
        },
      });
      await end();
      expect(all, "console errors, page errors, policy violations, requests elsewhere").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
