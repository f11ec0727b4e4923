import { axeFindsNothing } from "./support/axe.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyPlan } from "./tiny.ts";

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
];

for (const viewport of sizes) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${viewport.width} pixels wide, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: "reduce" } });
      test.beforeEach(() => test.skip(isGpu(), "the same page without training"));

      test("axe finds nothing, and nothing scrolls sideways", async ({ page }) => {
        await page.goto("./");
        await expect(page.locator(".matrices-figures canvas").first()).toBeVisible();
        await page.locator("details.results summary").click();
        await axeFindsNothing(page);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(sideways).toBeLessThanOrEqual(0);
      });
    });
  }
}

for (const viewport of [...sizes.slice(0, 2), { width: 1280, height: 600 }, { width: 1024, height: 768 }]) {
  test(`at ${viewport.width} by ${viewport.height} the page itself does not scroll`, async ({ page }) => {
    test.skip(isGpu(), "the same page without training");
    await page.setViewportSize(viewport);
    await page.goto("./");
    await expect(page.locator(".matrices-figures canvas").first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  });
}

const desks = [
  { width: 1366, height: 768 },
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
];

for (const viewport of [...desks, { width: 390, height: 844 }]) {
  test(`at ${viewport.width} by ${viewport.height} the set-up is a sheet, all of it in reach, and axe finds nothing in it`, async ({
    page,
  }) => {
    test.skip(isGpu(), "the same page without training");
    await page.setViewportSize(viewport);
    // What a recording tells as it plays moves nothing then.
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto("./");
    await expect(page.locator("details.results summary")).toContainText("%");
    await button(page, "Set-up").click();
    const sheet = page.getByRole("dialog", { name: "Set-up" });
    const advanced = sheet.locator("summary", { hasText: "Advanced" });
    const estimate = sheet.locator(".setup-estimate");
    for (const part of [advanced, estimate]) {
      await part.scrollIntoViewIfNeeded();
      await expect(part).toBeInViewport({ ratio: 0.98 });
    }
    await advanced.click();
    await axeFindsNothing(page);
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await expect(button(page, "Set-up")).toBeFocused();
  });
}

for (const viewport of desks) {
  test(`at ${viewport.width} by ${viewport.height} networks, matrices and curves are seen at first sight`, async ({
    page,
  }) => {
    test.skip(isGpu(), "the same page without training");
    await page.setViewportSize(viewport);
    await page.goto("./");
    await expect(page.locator(".matrices-figures canvas").first()).toBeVisible();
    for (const part of [".networks-diagram", ".matrices-grid", ".curves-chart"]) {
      for (const each of await page.locator(part).all()) await expect(each).toBeInViewport({ ratio: 0.99 });
    }
    await expect(page.locator("details.results summary")).toBeInViewport({ ratio: 1 });
  });
}

test("everything essential is on a desk's screen without scrolling", async ({ page }) => {
  test.skip(isGpu(), "the same page without training");
  await page.goto("./");
  for (const name of ["Train", "Pause", "Step", "Reset", "Share"]) {
    await expect(button(page, name)).toBeInViewport({ ratio: 1 });
  }
  for (const region of [".region-networks", ".region-matrices .matrices-figures", ".region-curves .curves-charts"]) {
    await expect(page.locator(region)).toBeInViewport({ ratio: 0.98 });
  }
  await expect(page.locator("details.results summary")).toBeInViewport({ ratio: 1 });
  const box = async (selector: string) => (await page.locator(selector).boundingBox())!;
  const advanced = await box(".setup-column summary:text-is('Advanced')");
  expect(advanced.y + advanced.height, "the estimate hides Advanced").toBeLessThanOrEqual(
    (await box(".setup-estimate")).y,
  );
});

test("by keyboard alone: choose, train by Space, and read a heatmap's cell", async ({ page }) => {
  test.skip(isGpu(), "the same page; train.spec.ts trains on a software GPU");
  await openTiny(page, tinyPlan(4));
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("Space");
  await finished(page);
  const reached = new Set<string>();
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.textContent?.slice(0, 40) ?? ""));
  }
  for (const name of ["New seed", "Advanced", "Train", "Pause", "Step", "Reset", "Share"])
    expect([...reached]).toContain(name);
});

test("Space and . do nothing to the run while somebody types", async ({ page }) => {
  await page.goto("./");
  await page.getByLabel("Training images").focus();
  await page.keyboard.press(".");
  await page.keyboard.press("Space");
  await expect(page.getByRole("contentinfo")).toContainText("A recorded run");
});

test("by the keys while a button has the focus: . steps, Space pauses what Train began", async ({ page }) => {
  test.skip(isGpu(), "the same page without training");
  await openTiny(page, tinyPlan(400));
  const bar = page.locator(".transport-progress");
  await button(page, "Reset").focus();
  await page.keyboard.press(".");
  await expect(bar).toContainText("step 1 of");
  await page.keyboard.press(".");
  await expect(bar).toContainText("step 2 of");
  await button(page, "Train").click();
  await expect(bar).not.toContainText("Paus");
  // Train has the focus and nothing to do.
  await page.keyboard.press("Space");
  await expect(bar).toContainText("Paused");
});

test("a run that ended has no step left, and keeps its numbers", async ({ page }) => {
  test.skip(isGpu(), "the same page without training");
  await openTiny(page, tinyPlan(2));
  await button(page, "Train").click();
  await finished(page);
  await expect(button(page, "Step")).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press(".");
  await expect(page.getByRole("contentinfo")).toContainText("Finished");
});

test("the page speaks Chinese, and remembers it", async ({ page }) => {
  test.skip(isGpu(), "the same page without training");
  await page.goto("./");
  await button(page, "中文").click();
  await expect(button(page, "训练")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh");
  await expect(page.locator("details.results summary")).toContainText("普通学生");
  for (const name of ["plain-equal", "first-look"]) await expect(page.locator("body")).not.toContainText(name);
  await page.reload();
  await expect(button(page, "训练")).toBeVisible();
});
