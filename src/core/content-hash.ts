import { canonicalJson, sha256Of } from "./canonical.ts";
import type { ImageSet } from "./images.ts";
import { splits } from "./images.ts";

/** The identity of stored images: of sizes, labels and pixels, whatever they were packed in. */
export async function contentHash({ size, classes, ...images }: ImageSet): Promise<string> {
  const hashes: Record<string, string[]> = {};
  for (const split of splits) {
    const { labels, pixels } = images[split];
    hashes[split] = [await sha256Of(labels), await sha256Of(pixels)];
  }
  return sha256Of(new TextEncoder().encode(canonicalJson({ size, classes: classes.length, hashes })));
}
