import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { variantFile } from "./variant-file.ts";

const folder = mkdtempSync(join(tmpdir(), "variants-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a table is read as it was written, and the file lies there alone", async () => {
  const file = variantFile(join(folder, "build/variants.json"));
  expect(await file.read()).toBeNull();
  await file.write("one");
  await file.write("two");
  expect(await file.read()).toBe("two");
  expect(readdirSync(join(folder, "build"))).toEqual(["variants.json"]);
});

test("where nothing can be written, nothing is, and no run fails of it", async () => {
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(folder, "");
  const file = variantFile(join(folder, "variants.json"));
  await file.write("one");
  expect(await file.read()).toBeNull();
});
