import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type Rolldown } from "vite";
import { engineSources } from "./scripts/engine-sources.mjs";
import { policyOfPage } from "./scripts/headers.mjs";
import { formulasAsMath } from "./vite-formulas.ts";
import { offline } from "./vite-offline.ts";
import { shipped } from "./vite-shipped.ts";

/** What belongs to the workers: tensors, and the folders that make them. */
const workersOnly = /\/node_modules\/@tensorflow\/|\/src\/(?:data|engine|kernels|models|worker)\//;

/** The files of ours through which a module came into the bundle. */
function importersOf(context: Rolldown.PluginContext, id: string, seen = new Set<string>()): string[] {
  if (seen.has(id)) return [];
  seen.add(id);
  if (!id.includes("/node_modules/")) return [id];
  const info = context.getModuleInfo(id);
  return [...(info?.importers ?? []), ...(info?.dynamicImporters ?? [])].flatMap((importer) =>
    importersOf(context, importer, seen),
  );
}

/** The page must open before the engine is loaded, so its own chunks may not carry any of it. Workers are bundled
 * apart from the page and are not seen here. */
function pageWithoutEngine(): Plugin {
  return {
    name: "page-without-engine",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        // An asset imported by URL leaves no more than its address.
        const stray = chunk.moduleIds.find((id) => workersOnly.test(id) && !/[?&](?:url|worker)\b/.test(id));
        if (!stray) continue;
        this.error(
          `${chunk.fileName} of the page carries ${stray}, which comes from ${importersOf(this, stray).join(", ")}`,
        );
      }
    },
  };
}

/** Hosts that send no headers get the policy all the same. The built page only: Vite's own server works by inline scripts. */
function policyInPage(): Plugin {
  return {
    name: "policy-in-page",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: policyOfPage },
        injectTo: "head-prepend",
      },
    ],
  };
}

const { ofPage, ofWorkers } = shipped(import.meta.dirname);

export default defineConfig({
  base: "./",
  define: { builtEngineSources: JSON.stringify(await engineSources()) },
  plugins: [react(), formulasAsMath(), offline("public"), policyInPage(), pageWithoutEngine(), ofPage],
  worker: { format: "es", plugins: () => [ofWorkers()] },
  build: {
    target: "es2023",
    sourcemap: false,
    // The polyfill would be an inline script, and inlined assets would be data: URLs; the policy allows neither.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The engine's worker is large on purpose, and loads after the first paint.
    chunkSizeWarningLimit: 3000,
  },
});
