import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { engineSources } from "./scripts/engine-sources.mjs";

// Where no GPU driver is named, WebGPU is tried on the SwiftShader that comes with Debian's Chromium. The loader reads
// its path only when a process starts, so it is set here, before the workers' processes.
const chromium = "/usr/lib/chromium";
if (!process.env["VK_ICD_FILENAMES"] && existsSync(`${chromium}/vk_swiftshader_icd.json`)) {
  process.env["VK_ICD_FILENAMES"] = `${chromium}/vk_swiftshader_icd.json`;
  process.env["LD_LIBRARY_PATH"] = [process.env["LD_LIBRARY_PATH"], chromium].filter(Boolean).join(":");
}

export default defineConfig({
  define: { builtEngineSources: JSON.stringify(await engineSources()) },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
    // Training in a test is real training, on as little as two cores.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    // Node would take tfjs's CommonJS bundles, each with a core of its own; all must share one registry of kernels.
    server: { deps: { inline: [/@tensorflow\//] } },
  },
});
