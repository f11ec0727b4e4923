import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { imageFilesAt } from "./image-files.ts";

test("the files of a folder, and its empty folders", () => {
  const folder = mkdtempSync(join(tmpdir(), "images-"));
  try {
    for (const name of ["cat", "dog"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "cat/1.png"), "");
    const { name, files } = imageFilesAt(folder);
    expect(files.map(({ path }) => path).toSorted()).toEqual([`${name}/cat/1.png`, `${name}/dog/`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
