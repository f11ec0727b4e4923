/** Loads one engine, and nothing of the others. */
import type { OpenEngine } from "../serve.ts";

export const openByName: Readonly<Record<string, () => Promise<OpenEngine>>> = {
  "fsp-lab": async () => (await import("./ours.ts")).openOurs,
  tfjs: async () => (await import("./tfjs.ts")).openTfjs,
  "jax-js": async () => (await import("./jax.ts")).openJax,
};
