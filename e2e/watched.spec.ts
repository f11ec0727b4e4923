/** That the other tests' watch bites: each test here does, in a context of its own, what must never happen. */
import type { Browser, Page } from "@playwright/test";
import { hubHost } from "../src/core/hub.ts";
import { expect, test } from "./support/lab.ts";
import { button, isGpu } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the backend has no part in it"));

const foreign = `https://${hubHost}/`;
const forbidden = "https://elsewhere.example/";

async function elsewhere(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL: baseURL! });
  // No test leaves this machine.
  await context.route(`${foreign}**`, (route) => route.fulfill({ headers: { "Access-Control-Allow-Origin": "*" } }));
  const page = await context.newPage();
  await page.goto("?backend=wasm");
  return page;
}

/** One request that the policy allows, to another origin, and one that it refuses. */
const misbehave = async ([allowed, refused]: readonly [string, string]) => {
  await fetch(allowed);
  await fetch(refused).catch(() => {});
};

test("a page of any context is watched", async ({ browser, baseURL, complaints }) => {
  const page = await elsewhere(browser, baseURL);
  expect(complaints.all).toEqual([]);
  await page.evaluate(misbehave, [foreign, forbidden] as const);
  complaints.forgive(/^request: https:\/\/huggingface\.co\/$/);
  complaints.forgive(/^console: Connecting to 'https:\/\/elsewhere\.example\/' violates/);
  complaints.forgive(/elsewhere\.example/);
  await page.evaluate("console.error('logged')");
  complaints.forgive(/^console: logged/);
  await page.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error("thrown");
      }),
  );
  await expect.poll(() => complaints.all).not.toEqual([]);
  complaints.forgive(/^error: Error: thrown/);
});

test("a worker of any page is watched", async ({ browser, baseURL, complaints }) => {
  const page = await elsewhere(browser, baseURL);
  await page.getByLabel("Preset").selectOption("smoke");
  const started = page.waitForEvent("worker", (worker) => worker.url().includes("training"));
  await button(page, "Train").click();
  await (await started).evaluate(misbehave, [foreign, forbidden] as const);
  complaints.forgive(/^request: https:\/\/huggingface\.co\/$/);
  await expect.poll(() => complaints.all.length).toBeGreaterThan(0);
  complaints.forgive(/^policy: Connecting to 'https:\/\/elsewhere\.example\/' violates/);
});

test("what a worker does before anybody listens is heard", async ({ browser, baseURL, complaints }) => {
  const page = await elsewhere(browser, baseURL);
  // The first thing that it does.
  await page.route(/\/assets\/training-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `fetch("${forbidden}").catch(() => {});${await response.text()}` });
  });
  await page.getByLabel("Preset").selectOption("smoke");
  await button(page, "Train").click();
  await expect.poll(() => complaints.all.length).toBeGreaterThan(0);
  complaints.forgive(/^policy: Connecting to 'https:\/\/elsewhere\.example\/' violates/);
});

test("the service worker is watched", async ({ browser, baseURL, complaints }) => {
  const page = await elsewhere(browser, baseURL);
  const [worker] = await Promise.all([
    page.context().waitForEvent("serviceworker"),
    (async () => {
      await button(page, "Earlier").click();
      await page.getByRole("button", { name: /^Keep the lab offline: \d+ MB$/ }).click();
    })(),
  ]);
  await expect(page.getByText("The lab opens here without a network")).toBeVisible();
  await worker.evaluate(misbehave, [foreign, forbidden] as const);
  complaints.forgive(/^request: https:\/\/huggingface\.co\/$/);
  await expect.poll(() => complaints.all.length).toBeGreaterThan(0);
  complaints.forgive(/^policy: Connecting to 'https:\/\/elsewhere\.example\/' violates/);
});

test.fail("what is not forgiven fails its test", async ({ browser, baseURL }) => {
  const page = await elsewhere(browser, baseURL);
  await page.evaluate((address) => fetch(address).then(() => {}), foreign);
});
