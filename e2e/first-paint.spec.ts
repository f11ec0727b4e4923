import { readdirSync } from "node:fs";
import { changingPaths } from "../scripts/headers.mjs";
import { expect, test } from "./support/lab.ts";
import { isGpu } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "nothing trains"));

test("the first thing on screen is a recorded run, and nothing trains", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("contentinfo")).toContainText("A recorded run, trained earlier.");
  await expect(page.getByRole("contentinfo")).toContainText("Recorded on");
  await expect(page.getByRole("heading", { name: "Curves (recorded)" })).toBeVisible();
  await expect(page.locator(".region-matrices canvas").first()).toBeVisible();
  expect(page.workers().filter((worker) => worker.url().includes("training"))).toEqual([]);
});

test("the recorded run moves, can be held, and can be shown to its end", async ({ page }) => {
  await page.goto("./");
  const progress = page.getByRole("progressbar", { name: "Progress of the whole plan" });
  const value = async () => Number(await progress.getAttribute("value"));
  await expect.poll(value).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const held = await value();
  await page.waitForTimeout(500);
  expect(await value()).toBe(held);
  await page.getByRole("button", { name: "Play the recording" }).click();
  await page.getByRole("button", { name: "Show its end" }).click();
  await expect.poll(value).toBe(Number(await progress.getAttribute("max")));
});

test("who wants no motion sees the end of the recorded run at once", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ reducedMotion: "reduce", baseURL: baseURL! });
  const page = await context.newPage();
  await page.goto("./");
  await expect(page.getByRole("button", { name: "Play the recording" })).toBeVisible();
  await expect(page.locator("details.results summary")).toContainText(/\d %|\d%/);
  await context.close();
});

test("the header files name the caching of every file of the built page", () => {
  const names = readdirSync("dist").filter(
    (name) => !["_headers", ".htaccess", "vercel.json", "assets"].includes(name),
  );
  const unnamed = names.filter((name) => !changingPaths.includes(`/${name}`) && !changingPaths.includes(`/${name}/*`));
  expect(unnamed).toEqual([]);
});

test("the page says its policy itself too, for hosts that send no headers", async ({ page }) => {
  const response = await page.goto("./");
  const sent = response?.headers()["content-security-policy"];
  const own = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  expect(own).toContain("require-trusted-types-for 'script'");
  expect(sent?.replace("frame-ancestors 'none'; ", "")).toBe(own);
});
