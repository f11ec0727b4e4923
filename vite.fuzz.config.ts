import { defineConfig } from "vite";

/** One file for Node, which its own thread runs too. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: "src/testing/fuzz/main.ts",
    outDir: "build/fuzz",
    target: "node20",
    minify: false,
    emptyOutDir: true,
    rolldownOptions: { output: { entryFileNames: "fuzz.js", codeSplitting: false } },
  },
});
