/** What a browser keeps of the lab so that it opens without a network, and `virtual:later-files`: what it keeps only when asked. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { toPlan } from "./src/core/document.ts";
import { presets } from "./src/core/presets.ts";
import type { Manifest, Shard } from "./src/data/manifest.ts";
import { manifestOf } from "./src/data/manifest.ts";
import type { KeptSize, LaterFiles } from "./src/client/later-files.ts";
import { sizeFile } from "./src/client/later-files.ts";

const name = "virtual:later-files";
const resolved = `\0${name}`;
const folder = "data/fashion-mnist";

/** Shards by who needs them: a first visit keeps those of `first-look`, a person may ask for the others. */
export interface Shards {
  readonly atOnce: readonly Shard[];
  readonly later: readonly Shard[];
}

/** `training` and `test` images are the first of their shards, `validation` images the last of the training shards. */
export function shardsFor(
  manifest: Pick<Manifest, "training" | "test">,
  wanted: { readonly training: number; readonly validation: number; readonly test: number },
): Shards {
  const first = (shards: readonly Shard[], count: number) => {
    let start = 0;
    return shards.filter((shard) => {
      start += shard.count;
      return start - shard.count < count;
    });
  };
  const needed = new Set([
    ...first(manifest.training, wanted.training),
    ...first(manifest.training.toReversed(), wanted.validation),
    ...first(manifest.test, wanted.test),
  ]);
  const all = [...manifest.training, ...manifest.test];
  return { atOnce: all.filter((shard) => needed.has(shard)), later: all.filter((shard) => !needed.has(shard)) };
}

/** Of all that the service worker keeps. A file named twice is kept once. */
export function keptSizeOf(entries: readonly { readonly url: string; readonly size: number }[]): KeptSize {
  const sizes = new Map(entries.map(({ url, size }) => [url, size]));
  return { bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
}

/** The service worker, the web manifest, the size of what is kept, and the list of what is kept later. */
export function offline(publicFolder: string): Plugin[] {
  const bytes = readFileSync(join(publicFolder, folder, "manifest.json"));
  const { atOnce, later } = shardsFor(manifestOf(bytes, `${folder}/manifest.json`), firstLookImages());
  // Another build with other images looks into another cache.
  const cache = `fsp-lab.images.${createHash("sha256").update(bytes).digest("hex").slice(0, 8)}`;
  const files: LaterFiles = {
    cache,
    files: later.map(({ file, bytes: size, sha256, contentsSha256 }) => ({
      path: `${folder}/${file}`,
      bytes: size,
      sha256,
      contentsSha256,
    })),
  };
  let folderBuilt = "";
  return [
    {
      name: "later-files",
      configResolved: ({ root, build }) => {
        folderBuilt = resolve(root, build.outDir);
      },
      resolveId: (id) => (id === name ? resolved : null),
      load: (id) => (id === resolved ? `export const laterFiles = ${JSON.stringify(files)};` : null),
    },
    ...VitePWA({
      // A new build waits until a person takes it.
      registerType: "prompt",
      // Through the page's Trusted Types policy: src/client/browser-offline.ts.
      injectRegister: null,
      includeManifestIcons: false,
      manifest: {
        name: "FSP Lab",
        short_name: "FSP Lab",
        description: "Knowledge distillation by FSP matrices, trained in this browser",
        display: "standalone",
        start_url: "./",
        scope: "./",
        theme_color: "#0072b2",
        background_color: "#ffffff",
        id: "./",
        icons: [
          { src: "icon.svg", sizes: "any", type: "image/svg+xml" },
          { src: "icons/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icons/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      workbox: {
        globPatterns: [
          "**/*.{html,js,css,svg,wasm,json,safetensors,txt}",
          "icons/*.png",
          "recorded/*.gz",
          ...atOnce.map(({ file }) => `${folder}/${file}`),
        ],
        // The host that reads the one does not serve it; the other is read before anything is kept.
        globIgnores: ["vercel.json", sizeFile],
        manifestTransforms: [
          // The first moment at which the size is known; the page itself has been written by then.
          (manifest) => {
            writeFileSync(join(folderBuilt, sizeFile), JSON.stringify(keptSizeOf(manifest)));
            return { manifest, warnings: [] };
          },
        ],
        maximumFileSizeToCacheInBytes: 8 * 2 ** 20,
        clientsClaim: true,
        inlineWorkboxRuntime: true,
        runtimeCaching: [
          {
            urlPattern: /\/data\/[^?]*\.bin\.gz$/,
            handler: "CacheFirst",
            // The page alone puts files there, after it has checked them.
            options: { cacheName: cache, plugins: [{ cacheWillUpdate: async () => null }] },
          },
        ],
      },
    }),
  ];
}

function firstLookImages(): { readonly training: number; readonly validation: number; readonly test: number } {
  const needs = toPlan(presets.get("first-look")!).experiments.map(({ data }) => data);
  const most = (split: "training" | "validation" | "test") => Math.max(...needs.map((data) => data[split]));
  return { training: most("training"), validation: most("validation"), test: most("test") };
}
