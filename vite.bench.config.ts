import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const folder = fileURLToPath(new URL("bench", import.meta.url));
const packageFile = readFileSync(new URL("package.json", import.meta.url), "utf8");

/** The emscripten glue of tfjs's wasm backend looks for these CommonJS names as soon as it sees Node. */
const commonJsNames = `import { createRequire as createRequire_ } from "node:module";
import { fileURLToPath as fileURLToPath_ } from "node:url";
const require = createRequire_(import.meta.url);
const __filename = fileURLToPath_(import.meta.url);
const __dirname = fileURLToPath_(new URL(".", import.meta.url));`;

/** `--mode page` builds the page for Chromium; else the one file that Node runs. */
export default defineConfig(({ mode }) =>
  mode === "page"
    ? {
        root: `${folder}/page`,
        base: "./",
        publicDir: false,
        worker: { format: "es" },
        build: { target: "es2023", emptyOutDir: true, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 4000 },
      }
    : {
        publicDir: false,
        define: { lockedPackages: packageFile },
        resolve: { alias: { webgpu: `${folder}/dawn-file.ts` } },
        ssr: { noExternal: true, external: ["@playwright/test"] },
        build: {
          ssr: "bench/main.ts",
          target: "node20",
          minify: false,
          emptyOutDir: true,
          rolldownOptions: { output: { entryFileNames: "bench.js", banner: commonJsNames, codeSplitting: false } },
        },
      },
);
