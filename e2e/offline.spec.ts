import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { serve } from "../scripts/serve.mjs";
import { expect, test as base } from "./support/lab.ts";
import { finished, isGpu } from "./tiny.ts";

/** A copy of the built page that a test may deploy something else to. */
const test = base.extend<{ site: string }>({
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

test.beforeEach(() => test.skip(isGpu(), "the backend has no part in it"));

/** Another build of the same lab: its title tells it from this one. */
function deploy(site: string): void {
  const page = readFileSync(join(site, "index.html"), "utf8").replace("<title>FSP Lab", "<title>Newer FSP Lab");
  const revision = createHash("md5").update(page).digest("hex");
  const worker = readFileSync(join(site, "sw.js"), "utf8");
  const changed = worker.replace(/(url:"index\.html",revision:)"[0-9a-f]{32}"/, `$1"${revision}"`);
  expect(changed).not.toBe(worker);
  writeFileSync(join(site, "index.html"), page);
  writeFileSync(join(site, "sw.js"), changed);
}

async function keepOffline(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Earlier", exact: true }).click();
  await page.getByRole("button", { name: /^Keep the lab offline: \d+ MB$/ }).click();
  await expect(page.getByText("The lab opens here without a network")).toBeVisible();
}

test("once kept, the lab opens and trains without a network", async ({ page, context, baseURL }) => {
  await page.goto("?backend=wasm");
  await keepOffline(page);
  await page.close();
  await context.setOffline(true);
  const again = await context.newPage();
  await again.goto(`${baseURL}?backend=wasm`);
  await again.getByLabel("Preset").selectOption("smoke");
  await again.getByRole("button", { name: "Train", exact: true }).click();
  await finished(again);
});

test("a new build is taken by a person, and not while something trains", async ({ page, site }) => {
  await page.goto("?backend=wasm");
  await keepOffline(page);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByLabel("Preset").selectOption("smoke");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  deploy(site);
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await expect(page.getByText("A newer lab is ready.")).toBeVisible();
  await expect(page.getByText("It can be taken when the training ends.")).toBeVisible();
  await expect(page).toHaveTitle("FSP Lab");
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByRole("button", { name: "Reload in the newer lab" }).click();
  await expect(page).toHaveTitle("Newer FSP Lab");
});
