/** What the lab wrote, dropped, picked and pasted: each file opens where it belongs, and nothing trains by itself. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { linkOf } from "../src/core/link.ts";
import { drop, pictures, zipOf } from "./support/images.ts";
import { expect, test } from "./support/lab.ts";
import { button, isGpu, openTiny, tinyExperiment, tinyPlan, trainedHashes, weightHashes } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "files are read without a GPU"));

const folder = () => test.info().outputPath("given");
const fileWith = (name: string, contents: string | Uint8Array) => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), name), contents);
  return join(folder(), name);
};
const card = (page: Page) => page.getByRole("region", { name: "An experiment from a link" });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Files of the lab" });
const bar = (page: Page) => page.getByRole("contentinfo");

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** What a press writes, under the name that it gives. */
async function saved(page: Page, press: () => Promise<void>): Promise<string> {
  const coming = page.waitForEvent("download");
  await press();
  const download = await coming;
  const path = join(folder(), download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** As a link: shown, and set up by Open alone. */
async function isProposed(page: Page, name: string): Promise<void> {
  await expect(card(page)).toContainText(name);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button(page, "Train")).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByLabel("Preset").locator("option:checked")).not.toContainText(name);
}

test("a set-up is shown first, an experiment or a plan, dropped, picked or pasted", async ({ page }) => {
  await page.goto("./");
  const plan = JSON.stringify(tinyPlan(2), null, 2);
  await drop(page, fileWith("tiny-plan.json", plan));
  await isProposed(page, "tiny-plan");
  await button(page, "Dismiss").click();
  await button(page, "Earlier").click();
  // Even where a run was asked for.
  await page
    .getByLabel("Open a run's file…")
    .and(page.locator("input"))
    .setInputFiles(fileWith("tiny.json", JSON.stringify(tinyExperiment(2))));
  await isProposed(page, "tiny");
  await button(page, "Dismiss").click();
  await page.getByRole("combobox", { name: "Images", exact: true }).focus();
  await paste(page, plan);
  await isProposed(page, "tiny-plan");
  await button(page, "Dismiss").click();
  await paste(page, `${page.url()}#${await linkOf(tinyExperiment(2))}`);
  await isProposed(page, "tiny");
  await button(page, "Open").click();
  await expect(page.getByLabel("Preset").locator("option:checked")).toContainText("tiny");
  await expect(bar(page)).not.toContainText(/in all|Finished/);
});

test("a run, a recording, a teacher and a student's weights, as the lab writes them, get where they belong", async ({
  page,
  browser,
  baseURL,
}) => {
  await openTiny(page, tinyExperiment(20));
  const hashes = await trainedHashes(page);
  await button(page, "Export…").click();
  const student = await saved(page, () => button(page, "tiny-s1-student.safetensors").click());
  await page.getByRole("dialog", { name: "Export" }).getByRole("button", { name: "Close" }).click();
  await button(page, "Earlier").click();
  const run = await saved(page, () => button(page, "Export: tiny").click());
  await button(page, "Keep its teacher: tiny").click();
  const teacher = await saved(page, () => page.getByRole("button", { name: /^Download: resnet8-w4/ }).click());

  const elsewhere = await browser.newContext({ baseURL: baseURL!, viewport: page.viewportSize() });
  const other = await elsewhere.newPage();
  await other.goto("./");
  await drop(other, run);
  expect(await weightHashes(other)).toEqual(hashes);
  await expect(bar(other)).toContainText("A recorded run");
  await drop(other, teacher);
  await expect(dialog(other)).toContainText("The teacher of resnet8-w4-shapes-s1.safetensors is kept in this browser.");
  await dialog(other).getByRole("button", { name: "Close" }).click();
  const choice = other.getByLabel("Trained teacher").locator("option", { hasText: "resnet8-w4-shapes-s1" });
  await expect(choice).toHaveCount(1);
  await drop(other, student);
  await expect(dialog(other).getByRole("alert")).toContainText("holds no trained teacher of this lab.");
  await dialog(other).getByRole("button", { name: "Close" }).click();
  await drop(other, join(import.meta.dirname, "../public/recorded/first-look.json.gz"));
  await expect(other.getByLabel("Preset").locator("option:checked")).toContainText("First look");
  await expect(bar(other)).toContainText("A recorded run");

  // While one trains it stays on screen, and what came is kept beside it.
  await openTiny(other, tinyExperiment(20_000));
  await button(other, "Train").click();
  await expect(bar(other)).toContainText("of 60,000 in all");
  await drop(other, run);
  await expect(dialog(other)).toContainText("tiny.lab.json holds one run; kept under Earlier.");
  await dialog(other).getByRole("button", { name: "Close" }).click();
  await expect(bar(other)).toContainText("of 60,000 in all");
  await elsewhere.close();
});

test("what is picked as images and is the lab's own opens; several of different kinds are refused", async ({
  page,
}) => {
  await page.goto("./");
  const setUp = fileWith("tiny.json", JSON.stringify(tinyExperiment(2)));
  const other = fileWith("plan.json", JSON.stringify(tinyPlan(2)));
  await button(page, "Own images…").click();
  await page.getByLabel("Choose files…").setInputFiles(setUp);
  await isProposed(page, "tiny");
  await button(page, "Dismiss").click();
  await drop(page, setUp, other);
  await expect(dialog(page).getByRole("alert")).toContainText("one of 2 files that cannot be opened at once");
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await drop(page, fileWith("cut.lab.json", readFileSync(setUp).subarray(0, 100)));
  await expect(dialog(page).getByRole("alert")).toContainText("cut.lab.json is no run of this lab, or is damaged.");
  await dialog(page).getByRole("button", { name: "Close" }).click();
  // A set-up beside pictures is no set-up that was given.
  const archive = zipOf({ ...pictures(5), "experiment.json": readFileSync(setUp) });
  await drop(page, fileWith("insects.zip", archive));
  await expect(page.getByRole("dialog", { name: "Own images" })).toContainText("15 images of 16 × 16");
});
