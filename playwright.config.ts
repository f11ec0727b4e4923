import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./scripts/browser.mjs";

const executablePath = chromiumPath();

/** Playwright's own download starts its full Chromium, because the headless shell has no WebGPU. */
const browser = executablePath ? {} : { channel: "chromium" };
const launch = (args: readonly string[]) => ({
  ...(executablePath ? { executablePath } : {}),
  args: ["--no-sandbox", ...args],
});

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: !!process.env["CI"],
  // Training needs the cores for itself.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    // The server prints where it is; see webServer.
    baseURL: process.env["LAB_ADDRESS"] ?? "",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    trace: "retain-on-failure",
  },
  projects: [
    {
      name: "webgpu",
      use: { ...browser, launchOptions: launch(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]) },
    },
    { name: "wasm", use: { ...browser, launchOptions: launch([]) } },
  ],
  webServer: {
    command: "node scripts/serve.mjs dist 0",
    wait: { stdout: /Serving on (?<lab_address>\S+)/ },
    gracefulShutdown: { signal: "SIGTERM", timeout: 2000 },
  },
});
