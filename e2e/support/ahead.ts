import type { Page } from "@playwright/test";

/**
 * Runs `code` in the training worker before its own, in the first `workers` of them. The worker gets no policy with it, so
 * that it may start others from blobs. Gives how many workers were made.
 */
export async function ahead(page: Page, code: string, workers = Infinity): Promise<() => number> {
  let made = 0;
  await page.route(/\/assets\/training-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    made += 1;
    if (made > workers) return route.fulfill({ response });
    const { "content-security-policy": _, ...headers } = response.headers();
    await route.fulfill({ response, headers, body: `${code};${await response.text()}` });
  });
  return () => made;
}
