import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
    // Training in a test is real training, on as little as two cores.
    testTimeout: 60_000,
  },
});
