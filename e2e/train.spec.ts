import type { Page } from "@playwright/test";
import { button, finished, isGpu, openTiny, tinyExperiment, tinyPlan, trainedHashes, weightHashes } from "./tiny.ts";
import { expect, test } from "./support/lab.ts";

/** A software GPU compiles and computes for minutes what wasm does in seconds. */
test.describe.configure({ timeout: 600_000 });

test("curves and heatmaps move while it trains, and the page says what it trains on", async ({ page }) => {
  await openTiny(page, isGpu() ? tinyExperiment(2) : tinyPlan(40));
  const pictures = await noteStudentPictures(page);
  await button(page, "Train").click();
  const bar = page.getByRole("contentinfo");
  await expect(bar).toContainText(isGpu() ? "as asked in the address" : "WebAssembly", { timeout: 60_000 });
  if (isGpu()) await expect(bar).toContainText("software adapter, slow");
  await finished(page);
  expect(await pictures()).toBeGreaterThan(1);
  await expect(page.locator(".region-curves path.recharts-line-curve").first()).toBeVisible();
  await expect(page.locator("details.results summary")).toContainText(/tiny [\d.]+%/);
  await expect(page.getByRole("status").first()).toContainText(/finished|right/);
});

/** Counts how many different pictures the student's large heatmap shows. */
async function noteStudentPictures(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = new Set<string>();
    (globalThis as unknown as { seenPictures: Set<string> }).seenPictures = seen;
    setInterval(() => {
      const canvas = document.querySelector<HTMLCanvasElement>(".matrices-figures .matrices-student canvas");
      if (canvas) seen.add(canvas.toDataURL());
    }, 30);
  });
  return () => page.evaluate(() => (globalThis as unknown as { seenPictures: Set<string> }).seenPictures.size);
}

test("the page answers Pause within 100 ms, Step makes one step, and Train goes on", async ({ page }) => {
  await openTiny(page, tinyExperiment(isGpu() ? 3 : 200));
  const bar = page.locator(".transport-progress");
  await button(page, "Step").click();
  await expect(bar).toContainText("Paused", { timeout: 60_000 });
  await expect(bar).toContainText("step 1 of");
  await button(page, "Step").click();
  await expect(bar).toContainText("step 2 of", { timeout: 60_000 });
  await expect(bar).toContainText("Paused", { timeout: 60_000 });

  await button(page, "Train").click();
  await expect(bar).not.toContainText("Paus");
  const answeredMs = await page.evaluate(async () => {
    const pause = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Pause")!;
    const text = document.querySelector(".transport-progress")!;
    const started = performance.now();
    pause.click();
    while (!/Paus(ing|ed)/.test(text.textContent ?? "")) await new Promise(requestAnimationFrame);
    return performance.now() - started;
  });
  // A software GPU computes on the cores that the page is drawn with.
  expect(answeredMs).toBeLessThan(isGpu() ? 1000 : 100);
  await expect(bar).toContainText("Paused", { timeout: 60_000 });
});

test("Reset and Train again, and the link in a new tab, give the same weights", async ({ page, context }) => {
  await openTiny(page, isGpu() ? tinyExperiment(1) : tinyPlan(2));
  const first = await trainedHashes(page);
  expect(new Set(first).size).toBe(isGpu() ? 1 : 2);
  // Of a software GPU looks.spec.ts trains the same again; it takes its time.
  if (!isGpu()) {
    await button(page, "Reset").click();
    await expect(page.locator("details.results summary")).toContainText("none yet");
    expect(await trainedHashes(page)).toEqual(first);
  }

  await button(page, "Share").click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).not.toContain("backend");
  const other = await context.newPage();
  await other.goto(isGpu() ? link.replace("#", "?backend=webgpu#") : link);
  await button(other, "Open").click();
  expect(await trainedHashes(other)).toEqual(first);
});

test("a paused run ends with the weights of one that was not", async ({ page }) => {
  test.skip(isGpu(), "the same code; a software GPU would take minutes");
  await openTiny(page, tinyExperiment(6));
  const whole = await trainedHashes(page);
  await button(page, "Reset").click();
  await button(page, "Step").click();
  await expect(page.getByRole("contentinfo")).toContainText("Paused", { timeout: 60_000 });
  await button(page, "Train").click();
  await finished(page);
  expect(await weightHashes(page)).toEqual(whole);
});
