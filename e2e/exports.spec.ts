/** What leaves the lab: a bundle that opens elsewhere, figures, tables, programs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { drop } from "./support/images.ts";
import { expect, test } from "./support/lab.ts";
import { button, isGpu, openTiny, tinyPlan, trainedHashes, weightHashes } from "./tiny.ts";

const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
test.afterAll(() => rmSync(folder, { recursive: true }));

const dialog = (page: Page) => page.getByRole("dialog", { name: "Export", exact: true });

async function saved(page: Page, name: string | RegExp): Promise<{ readonly file: string; readonly path: string }> {
  const coming = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name }).first().click();
  const download = await coming;
  return { file: download.suggestedFilename(), path: await download.path() };
}

const text = ({ path }: { readonly path: string }) => readFileSync(path, "utf8");

test("runs go out as a bundle, tables, figures and programs, and the bundle opens in another browser", async ({
  page,
  browser,
  baseURL,
}) => {
  test.skip(isGpu(), "the same files; a software GPU would take half a minute for their numbers");
  await openTiny(page, tinyPlan(2));
  const hashes = await trainedHashes(page);
  await button(page, "Export…").click();
  const bundle = await saved(page, "Bundle (.zip)");
  expect(bundle.file).toBe("tiny-plan.zip");
  expect(text(await saved(page, "Metrics (.csv)"))).toMatch(/^run,method,seed.*\ntiny,fsp,3,/);
  expect(text(await saved(page, "Table (.tex)"))).toContain("tiny-plain & none & 2 & 1 &");
  expect((await saved(page, "tiny-s3-student.safetensors")).file).toBe("tiny-s3-student.safetensors");
  expect(text(await saved(page, "tiny (.py)"))).toContain('self.layer("stem.conv", nn.Conv2d(3, 4, (3, 3)');
  expect(text(await saved(page, "SVG of FSP matrices of the selected pair"))).toContain("<image ");
  const png = readFileSync((await saved(page, /^PNG of/)).path);
  expect(png.subarray(1, 4).toString()).toBe("PNG");

  const elsewhere = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: "en-GB" });
  const other = await elsewhere.newPage();
  await other.goto("./");
  const [whole, cut] = [join(folder, "tiny-plan.zip"), join(folder, "cut.zip")];
  const bytes = readFileSync(bundle.path);
  writeFileSync(whole, bytes);
  writeFileSync(cut, bytes.subarray(0, bytes.length / 2));
  await drop(other, cut);
  await expect(other.getByRole("alert")).toContainText("cut.zip");
  await drop(other, whole);
  await expect(other.getByRole("dialog")).toBeHidden();
  expect(await weightHashes(other)).toEqual(hashes);
  await button(other, "Export…").click();
  await expect(button(other, "tiny-s3-student.safetensors")).toBeVisible();
  await dialog(other).getByRole("button", { name: "Close" }).click();
  await button(other, "Earlier").click();
  await expect(other.getByRole("row", { name: /tiny-plan/ })).toContainText("tiny");
  await elsewhere.close();
});
