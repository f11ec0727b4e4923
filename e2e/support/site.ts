/** A copy of the built page that a test may deploy something else to. */
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { expect, test as base } from "./lab.ts";

export const test = base.extend<{ site: string }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads it
  site: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "fsp-lab-site-"));
    cpSync("dist", folder, { recursive: true });
    await use(folder);
    rmSync(folder, { recursive: true });
  },
  baseURL: async ({ site }, use) => {
    const server = await serve(site, 0);
    await use(`http://localhost:${server.port}/`);
    server.close();
  },
});

/** Another build of the same lab: each of its parts has another name, none of the old ones is left, and its title tells it. */
export function deploy(site: string): void {
  const assets = join(site, "assets");
  const newerOf = (name: string, index: number) => name.replace(/-[^-.]*(\.\w+)$/, `-newer${index}$1`);
  const names = new Map(readdirSync(assets).map((name, index) => [name, newerOf(name, index)]));
  for (const [name, newer] of names) renameSync(join(assets, name), join(assets, newer));
  const texts = ["index.html", "sw.js", ...Array.from(names.values(), (name) => join("assets", name))];
  for (const path of texts.filter((name) => /\.(?:html|js|css)$/.test(name))) {
    let text = readFileSync(join(site, path), "utf8");
    for (const [name, newer] of names) text = text.replaceAll(name, newer);
    writeFileSync(join(site, path), text);
  }
  const page = readFileSync(join(site, "index.html"), "utf8").replace("<title>FSP Lab", "<title>Newer FSP Lab");
  const revision = createHash("md5").update(page).digest("hex");
  const worker = readFileSync(join(site, "sw.js"), "utf8");
  const changed = worker.replace(/(url:"index\.html",revision:)"[0-9a-f]{32}"/, `$1"${revision}"`);
  expect(changed).not.toBe(worker);
  writeFileSync(join(site, "index.html"), page);
  writeFileSync(join(site, "sw.js"), changed);
}

export async function keepOffline(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Earlier", exact: true }).click();
  await page.getByRole("button", { name: /^Keep the lab offline: \d+ MB$/ }).click();
  await expect(page.getByText("The lab opens here without a network")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
}

/** As the browser does by itself every day. */
export async function lookForNewer(page: Page): Promise<void> {
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
}
