import { expect, test } from "./support/lab.ts";
import { button, isGpu, openTiny, tinyExperiment } from "./tiny.ts";

test.describe.configure({ timeout: 600_000 });

test("when the GPU dies the run stops, says so, and can be begun anew", async ({ page, browser }) => {
  test.skip(!isGpu(), "there is no GPU to lose");
  await openTiny(page, tinyExperiment(200));
  await button(page, "Train").click();
  const bar = page.locator(".transport-progress");
  await expect(bar).toContainText(/step [1-9]\d* of/, { timeout: 120_000 });
  const session = await browser.newBrowserCDPSession();
  await session.send("Browser.crashGpuProcess").catch(() => {});
  await expect(bar).toContainText("Stopped: the graphics processor failed", { timeout: 60_000 });
  await expect(button(page, "Reset")).toBeEnabled();
});
