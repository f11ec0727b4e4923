// The pictures of README's screens, each of the lab as a person has it in front of them; the runs on them are trained for it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { root } from "./project.mjs";

/** @typedef {import("@playwright/test").Page} Page */

/** A dozen runs, on a machine that has no GPU and other work. */
const longest = 3_600_000;
const seeds = "1, 2, 3";

/** @param {Page} page @param {string} name */
const button = (page, name) => page.getByRole("button", { name, exact: true });
/** @param {Page} page @param {string} name */
const dialog = (page, name) => page.getByRole("dialog", { name, exact: true });
/** @param {Page} page */
const close = (page) => page.keyboard.press("Escape");

/** @param {Page} page a fresh page of the lab @param {(name: string) => Promise<void>} take saves what is on screen */
export async function takeReadmeShots(page, take) {
  await take("lab");
  await button(page, "Edit blocks… Student").click();
  await take("editor");
  await close(page);
  await button(page, "Pairs and conventions …").click();
  await take("pairs");
  await close(page);
  await takeImages(page, () => take("images"));
  await button(page, "Train").click();
  await page.locator(".transport-progress").getByText(/step/).waitFor({ timeout: longest });
  await button(page, "Slow motion").click();
  await dialog(page, "Slow motion")
    .getByRole("heading", { name: /^1 of / })
    .waitFor({ timeout: longest });
  await take("slow-motion");
  await close(page);
  await button(page, "Reset").click();
  await takeComparison(page, take);
  await button(page, "Share").click();
  await take("share");
}

/** Some of the lab's own images, as a file that somebody might drop on it. @param {Page} page @param {() => Promise<void>} take */
async function takeImages(page, take) {
  const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
  const file = join(folder, "clothes.csv");
  writeFileSync(file, clothesCsv(500));
  await button(page, "Own images…").click();
  await dialog(page, "Own images").locator('input[type="file"]').first().setInputFiles(file);
  await dialog(page, "Own images").getByText("500 images").waitFor({ timeout: longest });
  await take();
  await close(page);
  rmSync(folder, { recursive: true });
}

/** @param {Page} page @param {(name: string) => Promise<void>} take */
async function takeComparison(page, take) {
  await button(page, "Plan…").click();
  const plan = dialog(page, "Plan a comparison");
  // The last is the plain student of equal total; the others are ticked or not as they are at first.
  await plan.locator(".plan-methods").getByRole("checkbox").last().check();
  await plan.getByRole("textbox", { name: "Seeds" }).fill(seeds);
  await take("plan");
  await plan.getByRole("button", { name: "Set up and train" }).click();
  await page.getByRole("contentinfo").getByText("Finished").waitFor({ timeout: longest });
  await page.getByRole("group", { name: "What is shown" }).getByText("Feature maps").click();
  await take("inside");
  await page.getByRole("button", { name: /^Runs \(/ }).click();
  const runs = dialog(page, "Runs");
  for (const box of await runs.locator(".runs-table tr[data-group]").getByRole("checkbox").all()) await box.check();
  await take("runs");
  await close(page);
}

/** The label first, then the pixels. @param {number} count */
function clothesCsv(count) {
  const shard = gunzipSync(readFileSync(join(root, "public/data/fashion-mnist/test-00.bin.gz")));
  const labels = shard.subarray(0, 5000);
  const pixels = shard.subarray(5000);
  const lines = [...labels.subarray(0, count)].map((label, image) =>
    [label, ...pixels.subarray(image * 784, (image + 1) * 784)].join(","),
  );
  return lines.join("\n");
}
