import { ahead } from "./support/ahead.ts";
import { bar, hurriedClock, keptStep, stepOf } from "./support/interruptions.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, weightHashes } from "./tiny.ts";

test.describe.configure({ timeout: 600_000 });

test("when the GPU dies another worker goes on; when it dies again that is said, with wasm to choose", async ({
  page,
  browser,
}) => {
  test.skip(!isGpu(), "there is no GPU to lose");
  await ahead(page, hurriedClock);
  await openTiny(page, tinyExperiment(200));
  await button(page, "Train").click();
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThan(5);
  const session = await browser.newBrowserCDPSession();
  await session.send("Browser.crashGpuProcess").catch(() => {});
  await expect(bar(page)).toContainText("The engine broke off", { timeout: 60_000 });
  await expect.poll(() => stepOf(page), { timeout: 120_000 }).toBeGreaterThan(10);
  const before = await stepOf(page);
  await session.send("Browser.crashGpuProcess").catch(() => {});
  await expect(bar(page)).toContainText("Stopped: the graphics processor failed", { timeout: 120_000 });
  const kept = await keptStep(page);
  test.info().annotations.push({ type: "lost", description: `${before - kept} of ${before} iterations` });
  // Half a minute of the hurried clock is 0.4 s, in which a software GPU makes few of them.
  expect(kept).toBeGreaterThan(0);
  expect(before - kept).toBeLessThan(10);
  await expect(button(page, "Reset")).toBeEnabled();
  await button(page, "Train on WebAssembly").click();
  await finished(page);
  await expect(page.locator(".transport-backend")).toContainText("as you chose");
  expect(await weightHashes(page)).toHaveLength(1);
});
