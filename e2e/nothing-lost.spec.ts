/** Reloads, crashes, killed workers, full disks, dead databases: what is lost then, as a number, and what the person sees. */
import type { Page } from "@playwright/test";
import { linkOf } from "../src/core/link.ts";
import type { RunFile } from "../src/core/run-file.ts";
import { ahead } from "./support/ahead.ts";
import {
  bar,
  behindSteps,
  dies,
  exported,
  rejects,
  fileIn,
  hurriedClock,
  hurriedWatchdog,
  iterationsIn,
  keptStep,
  paused,
  reaches,
  resumeCard as card,
  stepOf,
} from "./support/interruptions.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, tinyPlan, trainedHashes, weightHashes } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the same code; a software GPU would take minutes"));

const note = (page: Page) => page.locator(".saving-note");

/** All reports of a run in order, without the times. */
function reportsOf({ runs }: RunFile): unknown[] {
  return runs.flatMap(({ run, reports }) =>
    reports.map((report) => [run, report.type === "step" ? { ...report, milliseconds: 0 } : report]),
  );
}

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

test("a sleep is told of, and a tab that crashes loses less than half a minute of training", async ({
  page,
  context,
}) => {
  await ahead(page, hurriedClock, 1);
  await openTiny(page, tinyExperiment(30_000));
  await button(page, "Train").click();
  await expect(bar(page)).toContainText("training the teacher", { timeout: 60_000 });
  // Behind several checkpoints.
  await reaches(page, 1000);
  // An hour has gone by when the machine wakes up.
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
  });
  const stood = page.locator(".standstill-note");
  await expect(stood).toContainText("The run then went on where it was; nothing of it is lost.");
  await stood.getByRole("button", { name: "Close" }).click();
  await expect(stood).toBeHidden();
  const begun = Date.now();
  const from = await stepOf(page);
  await page.waitForTimeout(1000);
  const [before, tookMs] = [await stepOf(page), Date.now() - begun];
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // It never answers.
  void session.send("Page.crash").catch(() => {});
  await crashed;
  const next = await context.newPage();
  await next.goto("./");
  const kept = await keptStep(next);
  // Of the hurried clock, by which a checkpoint was due.
  const lostSeconds = ((before - kept) * (80 * tookMs)) / (before - from) / 1000;
  const description = `${before - kept} iterations, ${lostSeconds.toFixed(1)} s of training`;
  test.info().annotations.push({ type: "lost", description });
  expect(kept).toBeGreaterThan(0);
  expect(lostSeconds).toBeLessThan(30);
  await card(next).getByRole("button", { name: "Resume" }).click();
  await reaches(next, kept);
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
  expect(iterationsIn(await exported(page, "tiny"))).toBe(1800);
});

test("a worker that breaks off again, at a promise that nobody awaited, is told of, and the run can still be resumed", async ({
  page,
}) => {
  await ahead(page, behindSteps(500, rejects), 2);
  await openTiny(page, tinyExperiment(600));
  await button(page, "Train").click();
  await expect(bar(page)).toContainText("The training worker stopped: Uncaught Error: nobody awaited it", {
    timeout: 60_000,
  });
  expect(await keptStep(page)).toBeGreaterThan(0);
  await card(page).getByRole("button", { name: "Resume" }).click();
  await finished(page);
  expect(iterationsIn(await exported(page, "tiny"))).toBe(1800);
});

for (const [what, act] of [
  ["is ended without a word", "close()"],
  ["hangs", "for (;;);"],
] as const) {
  test(`a worker that ${what} is noticed within a minute, and replaced`, async ({ page }) => {
    await openTiny(page, tinyExperiment(200));
    const whole = await trainedHashes(page);
    await page.reload();
    const workers = await ahead(page, behindSteps(300, act), 1);
    await page.addInitScript(hurriedWatchdog);
    await openTiny(page, tinyExperiment(200));
    await button(page, "Train").click();
    // That it broke off is said while the other one loads, which may take less time than to look.
    await expect.poll(workers, { timeout: 60_000 }).toBe(2);
    await finished(page);
    expect(await weightHashes(page)).toEqual(whole);
    expect(iterationsIn(await exported(page, "tiny"))).toBe(600);
  });
}

test("a tab that is hidden, where no picture is drawn, trains on to its end", async ({ page }) => {
  await openTiny(page, tinyExperiment(600));
  await page.evaluate(() => {
    globalThis.requestAnimationFrame = () => 0;
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await button(page, "Train").click();
  await finished(page);
  await page.evaluate(() => Reflect.deleteProperty(document, "visibilityState"));
  expect(iterationsIn(await exported(page, "tiny"))).toBe(1800);
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
      const file = await fileIn(downloading);
      const last = file.runs.at(-1)?.reports.at(-1);
      expect(last).toMatchObject({ type: "finished", result: { weightsHash: hash } });
      expect(iterationsIn(file)).toBe(60);
    });
  }

  for (const [name, act] of [
    ["the lab trains,", deleteDatabase],
    ["the lab trains, with all that the browser keeps of this address,", clearData],
  ] as const) {
    test(`because it is deleted while ${name} that is said and the run goes on, to be exported whole`, async ({
      page,
    }) => {
      // Long enough to go on behind the first rows that are written.
      await openTiny(page, tinyExperiment(2000));
      await button(page, "Train").click();
      await expect(bar(page)).toContainText("stage 1", { timeout: 60_000 });
      // Before that nothing is lost, and nothing said.
      await expect.poll(() => writtenChunks(page), { timeout: 60_000 }).toBeGreaterThan(0);
      await act(page);
      await expect(note(page)).toContainText("had kept of the run was deleted while it trained");
      await finished(page);
      const downloading = page.waitForEvent("download");
      await note(page).getByRole("button", { name: "Export this run" }).click();
      expect(iterationsIn(await fileIn(downloading))).toBe(6000);
      // Nothing of half a run is left over, and the next one is kept.
      await button(page, "Earlier").click();
      await expect(page.getByRole("dialog")).toContainText("No run was trained in this browser yet.");
      await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
      await button(page, "Reset").click();
      await button(page, "Train").click();
      await expect(note(page)).toBeHidden();
    });
  }

  function deleteDatabase(page: Page): Promise<unknown> {
    return page.evaluate(
      () =>
        new Promise((resolve) => {
          indexedDB.deleteDatabase("fsp-lab").addEventListener("success", resolve);
        }),
    );
  }

  /** As a browser that needs room does, or a person in its settings: connections are not asked first. */
  async function clearData(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  }

  /** Of reports. */
  function writtenChunks(page: Page): Promise<number> {
    return page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open("fsp-lab");
          opening.addEventListener("success", () => {
            const counting = opening.result.transaction("metrics").objectStore("metrics").count();
            counting.addEventListener("success", () => {
              opening.result.close();
              resolve(counting.result);
            });
          });
        }),
    );
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
  // What a browser may delete is said, and all of it goes at a second click.
  await expect(other.getByText(/^This browser (keeps all of this until|may delete all of this)/)).toBeVisible();
  await button(other, "Delete everything…").click();
  await button(other, "Delete for good").click();
  await button(other, "Earlier").click();
  await expect(other.getByText("No run was trained in this browser yet.")).toBeVisible();
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
  await page.locator("summary", { hasText: "Tasks of teacher and student" }).click();
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
  const remove = page.getByRole("button", { name: /^Delete: resnet8-w4-shapes-s1/ });
  await remove.click();
  // The first click asks, and what was nearly deleted is kept as easily.
  await expect(page.getByRole("group", { name: /resnet8-w4-shapes-s1.* goes: the set-up on screen/ })).toBeVisible();
  await button(page, "Keep").click();
  await expect(remove).toBeFocused();
  await remove.click();
  await button(page, "Delete for good").click();
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
