import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./lab.ts";

/** Axe finds nothing on the page as it is, in either theme. `screen` says in a failure which it was. */
export async function cleanInBothThemes(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
    expect(found, `${screen}, ${colorScheme}`).toEqual([]);
  }
}
