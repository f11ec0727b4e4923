import { defineConfig } from "vitest/config";

export default defineConfig({
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
