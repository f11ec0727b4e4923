import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, weightHashes } from "./tiny.ts";

test.describe.configure({ timeout: 600_000 });

test("when the GPU dies another worker goes on; when it dies again that is said, with wasm to choose", async ({
  page,
  browser,
}) => {
  test.skip(!isGpu(), "there is no GPU to lose");
  await openTiny(page, tinyExperiment(200));
  await button(page, "Train").click();
  const bar = page.locator(".transport-progress");
  await expect(bar).toContainText(/step [1-9]\d* of/, { timeout: 120_000 });
  const session = await browser.newBrowserCDPSession();
  await session.send("Browser.crashGpuProcess").catch(() => {});
  await expect(bar).toContainText("The engine broke off", { timeout: 60_000 });
  await expect(bar).toContainText(/step [1-9]\d* of/, { timeout: 120_000 });
  await session.send("Browser.crashGpuProcess").catch(() => {});
  await expect(bar).toContainText("Stopped: the graphics processor failed", { timeout: 120_000 });
  await expect(button(page, "Reset")).toBeEnabled();
  await button(page, "Train on WebAssembly").click();
  await finished(page);
  await expect(page.locator(".transport-backend")).toContainText("as you chose");
  expect(await weightHashes(page)).toHaveLength(1);
});
