/** What leaves the lab: tables, figures, weights, programs. `plan.spec.ts` opens a bundle elsewhere. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { drop } from "./support/images.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyPlan } from "./tiny.ts";

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

test("runs go out as tables, figures and programs; a bundle that was cut is refused by name", async ({
  page,
  complaints,
}) => {
  test.skip(isGpu(), "the same files; a software GPU would take half a minute for their numbers");
  await openTiny(page, tinyPlan(2));
  await button(page, "Train").click();
  await finished(page);
  await button(page, "Export…").click();
  const bundle = await saved(page, "Bundle (.zip)");
  expect(bundle.file).toBe("tiny-plan.zip");
  expect(text(await saved(page, "Metrics (.csv)"))).toMatch(/^run,method,seed.*\ntiny,fsp,3,/);
  expect(text(await saved(page, "Table (.tex)"))).toContain("tiny-plain & none & 2 & 0.05 & 1 &");
  expect((await saved(page, "tiny-s3-student.safetensors")).file).toBe("tiny-s3-student.safetensors");
  // A newer build in the place of this one has another name for it.
  await page.route(/\/program-[^/]*\.js$/, (route) => route.abort());
  await dialog(page).getByRole("button", { name: "tiny (.py)" }).click();
  await expect(dialog(page).getByRole("alert")).toContainText("a newer lab has been put up. Reload the page.");
  complaints.forgive(/Failed to load resource/);
  await page.unroute(/\/program-[^/]*\.js$/);
  expect(text(await saved(page, "tiny (.py)"))).toContain('self.layer("stem.conv", nn.Conv2d(3, 4, (3, 3)');
  expect(text(await saved(page, "SVG of FSP matrices of the selected pair"))).toContain("<image ");
  const png = readFileSync((await saved(page, /^PNG of/)).path);
  expect(png.subarray(1, 4).toString()).toBe("PNG");

  await dialog(page).getByRole("button", { name: "Close" }).click();
  const bytes = readFileSync(bundle.path);
  const cut = join(folder, "cut.zip");
  writeFileSync(cut, bytes.subarray(0, bytes.length / 2));
  await drop(page, cut);
  await expect(page.getByRole("alert")).toContainText("cut.zip");
});

test("programs have the rates that a sweep chose, once it has, and the plan's teachers", async ({ page }) => {
  test.skip(isGpu(), "the same files");
  await openTiny(page, {
    ...tinyPlan(2),
    teacherPerSeed: true,
    sweep: { rates: [0.03, 0.04], seeds: [9], iterations: null },
  });
  await button(page, "Export…").click();
  await expect(dialog(page)).toContainText("The plan tries rates first");
  expect(text(await saved(page, "tiny (.py)"))).toContain('\\"rate\\":0.05');
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await button(page, "Train").click();
  await finished(page);

  const holdsWhatWasTrained = async () => {
    await expect(dialog(page)).not.toContainText("The plan tries rates first");
    const program = text(await saved(page, "tiny (.py)"));
    expect(program).toMatch(/\\"task\\":\{[^}]*\\"rate\\":0\.0[34]/);
    expect(program).toContain("teacher_seed = TEACHER_SEED + seed");
    await dialog(page).getByRole("button", { name: "Close" }).click();
  };
  await button(page, "Export…").click();
  await holdsWhatWasTrained();
  await page.getByRole("button", { name: /^Runs/ }).click();
  const runs = page.getByRole("dialog", { name: "Runs" });
  for (const row of await runs.getByRole("checkbox").all()) await row.check();
  await runs.getByRole("button", { name: "Export…" }).click();
  await holdsWhatWasTrained();
});
