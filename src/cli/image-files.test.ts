import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

test("folders that are links are followed, and a loop of links ends", () => {
  const folder = mkdtempSync(join(tmpdir(), "images-"));
  const elsewhere = mkdtempSync(join(tmpdir(), "images-"));
  try {
    mkdirSync(join(folder, "cat"));
    writeFileSync(join(folder, "cat/1.png"), "");
    writeFileSync(join(elsewhere, "2.png"), "");
    symlinkSync(elsewhere, join(folder, "dog"));
    symlinkSync(folder, join(elsewhere, "back"));
    const { name, files } = imageFilesAt(folder);
    expect(files.map(({ path }) => path).toSorted()).toEqual([`${name}/cat/1.png`, `${name}/dog/2.png`]);
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(elsewhere, { recursive: true });
  }
});
