import type { VariantMemory } from "../engine/variant-choice.ts";

/** Tables in the browser's cache of this page, at `base`. Where it keeps nothing, the next run takes two seconds longer. */
export function variantCache(base: string): VariantMemory {
  const open = () => caches.open("fsp-lab-variants");
  const key = new URL("variants.json", base).href;
  return {
    read: async () => {
      try {
        return (await (await (await open()).match(key))?.text()) ?? null;
      } catch {
        return null;
      }
    },
    write: async (text) => {
      try {
        await (await open()).put(key, new Response(text));
      } catch {
        // A private window, or a full disk.
      }
    },
  };
}
