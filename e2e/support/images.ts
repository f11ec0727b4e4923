/** Files of images for the page, and a person's ways to give them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { zipSync } from "fflate";
import { pngFile, randomPixels } from "../../src/testing/image-file-makers.ts";

export const classNames = ["ant", "bee", "cat"];
const side = 16;
const imageBytes = 3 * side * side;

/** PNGs of random pixels by their paths, `count` of each class. */
export function pictures(count: number): Record<string, Uint8Array> {
  const pixels = randomPixels(imageBytes, 3 * count);
  return Object.fromEntries(
    Array.from({ length: 3 * count }, (_, index) => [
      `${classNames[index % 3]}/${Math.floor(index / 3)}.png`,
      pngFile(side, side, 3, pixels.subarray(index * imageBytes, (index + 1) * imageBytes)),
    ]),
  );
}

/** The same with one image twice, one of one colour, one of another size, and a file that is none. */
export function oddPictures(count: number): Record<string, Uint8Array> {
  const all = pictures(count);
  return {
    ...all,
    "ant/twice.png": all["ant/0.png"]!,
    "bee/black.png": pngFile(side, side, 3, new Uint8Array(imageBytes)),
    "cat/wide.png": pngFile(20, 12, 3, randomPixels(20 * 12 * 3, 1)),
    "readme.txt": new TextEncoder().encode("not an image\n"),
  };
}

export function zipOf(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync(files, { level: 0 });
}

export function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** Files or folders of the disk, dragged from outside and dropped in the middle of the page. */
export async function drop(page: Page, ...paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize()!;
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, x: width / 2, y: height / 2, data });
  await session.detach();
}

export function imagesDialog(page: Page): Locator {
  return page.getByRole("dialog", { name: "Own images" });
}
