import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./lab.ts";

/**
 * Axe finds nothing on the page as it is, or in a part of it. `screen` says in a failure which it was. "Legacy" is without the
 * page that axe opens for frames of other origins, of which the lab has none: it takes half of the time.
 */
export async function axeFindsNothing(page: Page, screen = "the page", part?: string): Promise<void> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  const found = violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
  expect(found, screen).toEqual([]);
}

/** The same in either theme. */
export async function cleanInBothThemes(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await axeFindsNothing(page, `${screen}, ${colorScheme}`);
  }
}
