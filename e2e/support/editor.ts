/** The block editor, by its parts. */
import type { Locator, Page } from "@playwright/test";
import { expect } from "./lab.ts";

export const dialog = (page: Page) => page.getByRole("dialog", { name: "Edit blocks" });
export const item = (page: Page, key: string) => page.locator(`[data-item="${key}"]`);
export const cardOf = (page: Page, section: number, block: number) => item(page, `block ${section - 1} ${block - 1}`);

export async function openEditor(page: Page, whose: "Teacher" | "Student"): Promise<Locator> {
  await page.getByRole("button", { name: `Edit blocks… ${whose}` }).click();
  await expect(cardOf(page, 1, 1)).toBeFocused();
  return dialog(page);
}

export async function setChannels(page: Page, key: string, channels: number): Promise<void> {
  await item(page, key).click();
  await dialog(page).getByLabel("Channels").fill(String(channels));
}
