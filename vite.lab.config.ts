import { defineConfig } from "vite";
import { engineSources } from "./scripts/engine-sources.mjs";

/**
 * The emscripten glue of tfjs's wasm backend looks for these CommonJS names as soon as it sees Node. A bundle may have a
 * URL of its own.
 */
const commonJsNames = `import { createRequire as createRequire_ } from "node:module";
import { fileURLToPath as fileURLToPath_ } from "node:url";
const require = createRequire_(import.meta.url);
const __filename = fileURLToPath_(import.meta.url);
const __dirname = fileURLToPath_(new globalThis.URL(".", import.meta.url));`;

export default defineConfig({
  publicDir: false,
  define: { builtEngineSources: JSON.stringify(await engineSources()) },
  ssr: {
    noExternal: true,
    // Dawn is a native addon.
    external: ["webgpu"],
  },
  build: {
    ssr: "src/cli/main.ts",
    target: "node20",
    minify: false,
    emptyOutDir: true,
    rolldownOptions: { output: { entryFileNames: "main.js", banner: commonJsNames, codeSplitting: false } },
  },
});
