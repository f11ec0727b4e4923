/** Reloads, crashes, killed workers, full disks, dead databases: what is lost then, as a number, and what the person sees. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { linkOf } from "../src/core/link.ts";
import { runFileOf, type RunFile } from "../src/core/run-file.ts";
import { ahead } from "./support/ahead.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, tinyPlan, trainedHashes, weightHashes } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the same code; a software GPU would take minutes"));

const bar = (page: Page) => page.locator(".transport-progress");
const card = (page: Page) => page.getByRole("region", { name: "Resume" });
const note = (page: Page) => page.locator(".saving-note");

/** The step of the stage in progress. */
async function stepOf(page: Page): Promise<number> {
  const text = await bar(page).textContent();
  return Number(/step ([\d,]+) of/.exec(text ?? "")?.[1]?.replaceAll(",", "") ?? 0);
}

async function reaches(page: Page, step: number): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(step);
}

async function paused(page: Page): Promise<void> {
  await button(page, "Pause").click();
  await expect(bar(page)).toContainText("Paused");
}

/** What the page keeps of one run, without the times. */
async function exported(page: Page, name: string): Promise<RunFile> {
  await button(page, "Earlier").click();
  const downloading = page.waitForEvent("download");
  await page
    .getByRole("button", { name: `Export: ${name}` })
    .first()
    .click();
  const path = await (await downloading).path();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  return runFileOf(await readFile(path, "utf8"), path);
}

/** All reports of a run in order, without the times. */
function reportsOf({ runs }: RunFile): unknown[] {
  return runs.flatMap(({ run, reports }) =>
    reports.map((report) => [run, report.type === "step" ? { ...report, milliseconds: 0 } : report]),
  );
}

/** Behind so many steps the worker does this. Its clock runs fast, so that checkpoints lie a quarter of a second apart. */
const behindSteps = (steps: number, act: string): string => `
  const clock = performance.now.bind(performance);
  performance.now = () => 80 * clock();
  const post = postMessage;
  let steps = 0;
  globalThis.postMessage = (event, ...more) => {
    post(event, ...more);
    if (event.type !== "reports") return;
    const before = steps;
    steps += event.reports.filter(({ type }) => type === "step").length;
    if (before < ${steps} && steps >= ${steps}) ${act};
  }`;
const dies = `setTimeout(() => { throw new Error("it died") })`;

test("a reload in the middle loses nothing that was paused, and the resumed run has every bit of one that was not", async ({
  page,
}) => {
  await openTiny(page, tinyPlan(1000));
  const whole = await trainedHashes(page);
  const undisturbed = await exported(page, "tiny-plan");
  await button(page, "Reset").click();
  await button(page, "Train").click();
  await expect(bar(page)).toContainText("stage 1", { timeout: 60_000 });
  await paused(page);
  const step = await stepOf(page);
  await page.reload();
  await expect(card(page)).toContainText("was interrupted");
  await expect(card(page)).toContainText(`at step ${step} of stage 1`);
  await card(page).getByRole("button", { name: "Resume" }).click();
  await finished(page);
  expect(await weightHashes(page)).toEqual(whole);
  expect(reportsOf(await exported(page, "tiny-plan"))).toEqual(reportsOf(undisturbed));
});

test("a tab that crashes loses less than half a minute of training", async ({ page, context }) => {
  test.setTimeout(300_000);
  await openTiny(page, tinyExperiment(30_000));
  await button(page, "Train").click();
  await expect(bar(page)).toContainText("training the teacher", { timeout: 60_000 });
  // Behind the first checkpoint, and well before the second.
  await page.waitForTimeout(33_000);
  const [before, startedAt] = [await stepOf(page), Date.now()];
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // It never answers.
  void session.send("Page.crash").catch(() => {});
  await crashed;
  const next = await context.newPage();
  await next.goto("./");
  await expect(card(next)).toBeVisible({ timeout: 30_000 });
  const text = (await card(next).textContent()) ?? "";
  const kept = Number(/at step ([\d,]+) of/.exec(text)?.[1]?.replaceAll(",", ""));
  expect(kept, text).toBeGreaterThan(0);
  const lostSeconds = ((before - kept) / before) * 33;
  test.info().annotations.push({ type: "lost", description: `${lostSeconds.toFixed(1)} s of training` });
  expect(lostSeconds).toBeLessThan(30);
  await card(next).getByRole("button", { name: "Resume" }).click();
  await reaches(next, kept);
  expect(Date.now() - startedAt).toBeLessThan(120_000);
});

test("a worker that dies is replaced once, and the run ends with the same bits", async ({ page }) => {
  await openTiny(page, tinyExperiment(600));
  const whole = await trainedHashes(page);
  await page.reload();
  const workers = await ahead(page, behindSteps(1000, dies), 1);
  await openTiny(page, tinyExperiment(600));
  await button(page, "Train").click();
  await finished(page);
  // It is said while the other one loads, which may take less time than to look.
  expect(workers()).toBe(2);
  expect(await weightHashes(page)).toEqual(whole);
});

test("a worker that dies again is told of, and the run can still be resumed", async ({ page }) => {
  await ahead(page, behindSteps(500, dies), 2);
  await openTiny(page, tinyExperiment(600));
  await button(page, "Train").click();
  await expect(bar(page)).toContainText("The training worker stopped: ", { timeout: 60_000 });
  await card(page).getByRole("button", { name: "Resume" }).click();
  await finished(page);
});

test("a worker that is ended without a word is noticed within a minute", async ({ page }) => {
  const workers = await ahead(page, behindSteps(300, "close()"), 1);
  await openTiny(page, tinyExperiment(200));
  await button(page, "Train").click();
  // That it broke off is said while the other one loads, which may take less time than to look.
  await expect.poll(workers, { timeout: 60_000 }).toBe(2);
  await finished(page);
});

test("two tabs never train the same run, and what one leaves the other can take", async ({ page, context }) => {
  await openTiny(page, tinyExperiment(100));
  const whole = await trainedHashes(page);
  await button(page, "Reset").click();
  await button(page, "Step").click();
  await expect(bar(page)).toContainText("Paused", { timeout: 60_000 });

  const other = await context.newPage();
  await other.goto("./");
  await button(other, "Earlier").click();
  const dialog = other.getByRole("dialog");
  await expect(dialog.getByRole("row", { name: /being trained/ })).toBeVisible();
  await expect(dialog.getByRole("row", { name: /being trained/ }).getByRole("button", { name: /Resume/ })).toBeHidden();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(card(other)).toBeHidden();

  await page.close();
  await card(other).getByRole("button", { name: "Resume" }).click();
  await finished(other);
  expect(await weightHashes(other)).toEqual(whole);
});

test("two tabs that change the same set-up keep both", async ({ page, context }) => {
  await page.goto("./");
  await page.getByLabel("Training images").fill("64");
  await expect
    .poll(async () => {
      await button(page, "Earlier").click();
      const rows = await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Open: first-look/ })
        .count();
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      return rows;
    })
    .toBe(1);
  const other = await context.newPage();
  await other.goto("./");
  await button(other, "Earlier").click();
  await other.getByRole("button", { name: "Open: first-look" }).click();
  await expect(other.getByLabel("Training images")).toHaveValue("64");
  await other.getByLabel("Training images").fill("128");
  await button(other, "Earlier").click();
  await page.getByLabel("Training images").fill("256");
  await expect(other.getByRole("dialog").getByRole("button", { name: "Open: first-look" })).toHaveCount(2);
});

test.describe("where nothing can be kept", () => {
  const dead = `IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError"); }`;

  for (const [name, sentence, arrange] of [
    ["in a private window", /gives the page no storage/, (page: Page) => breakDatabase(page, dead)],
    ["with a full disk", /is full/, fillDisk],
    ["with a newer lab's database", /a newer lab has been used/, makeNewer],
  ] as const) {
    test(`${name} the lab trains, says so, and exports`, async ({ page }) => {
      await arrange(page);
      await openTiny(page, tinyExperiment(20));
      await button(page, "Train").click();
      await finished(page);
      await expect(note(page)).toContainText(sentence);
      const [hash] = await weightHashes(page);
      const downloading = page.waitForEvent("download");
      await note(page).getByRole("button", { name: "Export this run" }).click();
      const path = await (await downloading).path();
      const { runs } = runFileOf(await readFile(path, "utf8"), path);
      const last = runs.at(-1)?.reports.at(-1);
      expect(last).toMatchObject({ type: "finished", result: { weightsHash: hash } });
    });
  }

  async function breakDatabase(page: Page, code: string): Promise<void> {
    await page.addInitScript(code);
    await ahead(page, code);
  }

  async function fillDisk(page: Page): Promise<void> {
    await page.goto("./");
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  }

  async function makeNewer(page: Page): Promise<void> {
    await page.goto("./");
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open("fsp-lab", 99);
          opening.addEventListener("success", () => {
            opening.result.close();
            resolve();
          });
        }),
    );
  }
});

test("an earlier run is opened again after a reload, and from its file in another browser", async ({
  page,
  browser,
  baseURL,
}) => {
  await openTiny(page, tinyExperiment(20));
  const hashes = await trainedHashes(page);
  await page.reload();
  await expect(page.locator("details.results summary")).not.toContainText("tiny");
  await button(page, "Earlier").click();
  await page.getByRole("button", { name: "Open: tiny" }).click();
  expect(await weightHashes(page)).toEqual(hashes);
  await expect(bar(page)).toContainText("A recorded run");
  const file = await exported(page, "tiny");
  const { runFileText } = await import("../src/core/run-file.ts");

  const elsewhere = await browser.newContext({ baseURL: baseURL! });
  const other = await elsewhere.newPage();
  await other.goto("./");
  await button(other, "Earlier").click();
  const buffer = Buffer.from(runFileText(file));
  await other
    .getByLabel("Open a run's file…")
    .and(other.locator("input"))
    .setInputFiles({ name: "tiny.lab.json", mimeType: "application/json", buffer });
  expect(await weightHashes(other)).toEqual(hashes);
  await button(other, "Earlier").click();
  await expect(other.getByRole("button", { name: "Open: tiny" })).toHaveCount(1);
  await elsewhere.close();
});

test("a teacher that was trained is kept, chosen by another experiment, and asked for where it is missing", async ({
  page,
  browser,
  baseURL,
}) => {
  await openTiny(page, tinyExperiment(20));
  await trainedHashes(page);
  await button(page, "Earlier").click();
  await button(page, "Keep its teacher: tiny").click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Download: resnet8-w4-shapes-s1/ }).click();
  const file = await (await downloading).path();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await button(page, "Reset").click();
  const choice = page.getByLabel("Trained teacher");
  const option = choice.locator("option", { hasText: "resnet8-w4-shapes-s1" });
  await choice.selectOption(await option.getAttribute("value"));
  await expect(page.getByText("teacher ResNet-8, width 4: ", { exact: false }).first()).toContainText("seed 1");
  await expect(page.getByText("It learns from the kept teacher resnet8-w4-shapes-s1.")).toBeVisible();
  const hashes = await trainedHashes(page);
  await expect(page.locator(".results-teacher")).toContainText("came trained");
  await button(page, "Share").click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();

  const elsewhere = await browser.newContext({ baseURL: baseURL! });
  const other = await elsewhere.newPage();
  await other.goto(link);
  await button(other, "Open").click();
  const asked = other.locator(".setup").getByText("The teacher resnet8-w4-shapes-s1 (SHA-256");
  await expect(asked).toBeVisible();
  await expect(button(other, "Train")).toHaveAttribute("aria-disabled", "true");
  await other.getByLabel("Add a teacher's file…").and(other.locator("input")).setInputFiles(file);
  await expect(asked).toBeHidden();
  expect(await trainedHashes(other)).toEqual(hashes);
  await elsewhere.close();

  // Deleted while it is chosen: the set-up says so at once, and one click trains the document's own again.
  await button(page, "Reset").click();
  await button(page, "Earlier").click();
  await page.getByRole("button", { name: /^Delete: resnet8-w4-shapes-s1/ }).click();
  await page.getByRole("dialog", { name: "Kept in this browser" }).getByRole("button", { name: "Close" }).click();
  await expect(page.locator(".transport")).toContainText("is not in this browser");
  await button(page, "Train a teacher here").click();
  await expect(page.locator(".transport")).not.toContainText("is not in this browser");
  await expect(choice).toHaveValue("");
});

test("a link trains, keeps and overwrites nothing", async ({ page }) => {
  await page.goto(`./#${await linkOf(tinyExperiment(20))}`);
  await button(page, "Open").click();
  await button(page, "Earlier").click();
  await expect(page.getByRole("dialog")).toContainText("No run was trained in this browser yet.");
  await expect(page.getByRole("dialog")).toContainText("No set-up was changed in this browser yet.");
});
