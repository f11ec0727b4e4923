/**
 * A plan made on the page: trained, reloaded half-way, finished, a skipped run put back, compared, exported, and opened in
 * another browser; and the command line says the same numbers.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import type { Plan } from "../src/core/experiment.ts";
import { documentOf } from "../src/core/link.ts";
import { axeFindsNothing } from "./support/axe.ts";
import { drop } from "./support/images.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, weightHashes } from "./tiny.ts";

const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
test.afterAll(() => rmSync(folder, { recursive: true }));

const drawer = (page: Page) => page.getByRole("dialog", { name: "Runs" });
const queue = (page: Page) => page.locator(".queue");

async function paused(page: Page): Promise<void> {
  const bar = page.locator(".transport-progress");
  await expect(bar).toContainText("step", { timeout: 60_000 });
  await button(page, "Pause").click();
  await expect(bar).toContainText("Paused");
}

/** The plan that is set up, as Share sends it. */
async function sharedPlan(page: Page): Promise<Plan> {
  await button(page, "Share").click();
  const address = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await page.getByRole("dialog", { name: "Link to this experiment" }).getByRole("button", { name: "Close" }).click();
  const document = await documentOf(address.slice(address.indexOf("#") + 1));
  if (document.kind !== "plan") throw new Error("the link holds no plan");
  return document;
}

const root = join(import.meta.dirname, "..");

async function lab(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["scripts/lab.mjs", ...args], { cwd: root });
  return stdout;
}

/** What the command line says of the same plan, by experiment: rows of `table.csv`, and ensembles in per cent. */
async function printed(plan: Plan) {
  const [file, out] = [join(folder, "plan.json"), join(folder, "out")];
  writeFileSync(file, JSON.stringify(plan));
  await lab("plan", file, "--backend", "wasm", "--out", out);
  const [header, ...lines] = readFileSync(join(out, "table.csv"), "utf8").trimEnd().split("\n");
  const names = header!.split(",");
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell] as const)));
  const ensembles = await lab("ensemble", out);
  return {
    table: new Map(rows.map((row) => [row["experiment"]!, row])),
    ensembles: new Map(
      [...ensembles.matchAll(/^(\S+) +1,2 +([\d.]+) +([\d.]+) +(\d+)/gm)].map(([, name, ...numbers]) => [
        name!,
        numbers,
      ]),
    ),
  };
}

const percent = (text: string | undefined) => (100 * Number(text)).toFixed(2);
const points = (text: string | undefined) => {
  const shown = percent(text);
  return Number(shown) > 0 ? `+${shown}` : Number(shown) === 0 ? "0.00" : shown;
};

test("a plan of 2 methods and 2 seeds is reloaded half-way, finished with a skipped run, compared with the command line's numbers, and opened elsewhere", async ({
  page,
  browser,
  baseURL,
}) => {
  test.skip(isGpu(), "the same code; a software GPU would take minutes");
  test.setTimeout(180_000);
  await openTiny(page, { ...tinyExperiment(1500), evaluateEvery: 500 });
  await button(page, "Plan…").click();
  const dialog = page.getByRole("dialog", { name: "Plan a comparison" });
  await dialog.getByRole("checkbox", { name: /^Soft logits/ }).uncheck();
  await dialog.getByRole("textbox", { name: "Seeds" }).fill("1, 2");
  await expect(dialog.locator(".plan-size")).toContainText("4 runs");
  await dialog.getByRole("button", { name: "Set up and train" }).click();
  await queue(page).locator("summary").click();
  await expect(queue(page).locator("li")).toHaveCount(4);
  // The baseline first, seed by seed; the last of all is moved ahead of the one before it, and back.
  await expect(queue(page).locator("li").first()).toContainText("plain, seed 1");
  await paused(page);
  await button(page, "Earlier: fsp, seed 2").click();
  await expect(queue(page).locator("li").nth(2)).toContainText("fsp, seed 2");
  await button(page, "Later: fsp, seed 2").click();
  await button(page, "Train").click();
  await expect(queue(page)).toContainText(/[23] of 4 runs have ended/, { timeout: 60_000 });
  await paused(page);
  await page.reload();
  await page.getByRole("region", { name: "Resume" }).getByRole("button", { name: "Resume" }).click();
  await queue(page).locator("summary").click();
  await expect(queue(page)).toContainText("3 of 4 runs have ended", { timeout: 60_000 });
  // The last is skipped in its middle; when all has ended it is made after all, from its beginning.
  await button(page, "Skip: fsp, seed 2").click();
  await finished(page);
  await expect(queue(page).locator("li").last()).toContainText("skipped");
  await button(page, "Train the skipped run").click();
  await expect(page.getByRole("contentinfo")).not.toContainText("Finished");
  await finished(page);
  await expect(queue(page)).toContainText("4 of 4 runs have ended");

  const hashes = await weightHashes(page);
  const { table, ensembles } = await printed(await sharedPlan(page));
  await button(page, "Runs (4)").click();
  for (const name of ["plain", "fsp"]) {
    const row = drawer(page).locator(`.runs-table tr[data-group="${name}"]`);
    const printed = table.get(name)!;
    await expect(row).toContainText(`${percent(printed["last_mean"])} ± ${percent(printed["last_sd"])} (2)`);
    await expect(row).toContainText(`${percent(printed["best_mean"])} ± ${percent(printed["best_sd"])} (2)`);
    await row.getByRole("checkbox").check();
  }
  const difference = drawer(page).locator(".runs-differences").first().locator(`tr[data-group="fsp"]`);
  await expect(difference).toContainText(points(table.get("fsp")!["last_difference"]));
  // Seen on a narrow screen too, before the numbers.
  await expect(difference.locator("td").first()).toHaveText("needs more seeds");
  await expect(drawer(page).locator(".runs-band")).toHaveCount(2);
  const together = drawer(page).getByRole("region", { name: "Ensembles" });
  await together.getByRole("button", { name: "Average their answers" }).click();
  for (const name of ["plain", "fsp"]) {
    const [mean, ensemble, iterations] = ensembles.get(name)!;
    const cells = together.locator(`tr[data-group="${name}"] td`);
    await expect(cells.nth(1)).toHaveText(mean!, { timeout: 20_000 });
    await expect(cells.nth(2)).toHaveText(ensemble!);
    await expect(cells.nth(3)).toHaveText(Number(iterations).toLocaleString("en"));
  }
  // What leaves is the comparison on screen, whatever the plan's own is.
  await drawer(page)
    .getByRole("combobox", { name: /^Baseline/ })
    .selectOption({ label: "fsp" });
  await drawer(page)
    .getByRole("combobox", { name: /^Accuracy of/ })
    .selectOption({ label: "best weights" });
  await drawer(page).getByRole("button", { name: "Export…", exact: true }).click();
  const tableComing = page.waitForEvent("download");
  await page.getByRole("button", { name: "Table (.tex)" }).click();
  const tex = readFileSync(await (await tableComing).path(), "utf8");
  expect(tex).toContain("Differences: best weights, from fsp on the same seeds");
  expect(tex).toMatch(/^plain & none & \d+ & 0.05 & 2 & .* & needs more seeds \\\\$/m);
  expect(tex).toMatch(/^fsp & fsp & .* & -- & -- \\\\$/m);
  await page.getByRole("dialog", { name: "Export", exact: true }).getByRole("button", { name: "Close" }).click();
  await drawer(page)
    .getByRole("combobox", { name: /^Baseline/ })
    .selectOption({ label: "plain" });
  await drawer(page).getByRole("button", { name: "Export…", exact: true }).click();
  for (const [title, inside] of [
    [
      "Mean over seeds: validation accuracy",
      /<path [^>]*opacity="0.18"[^]*Up: validation accuracy, mean over seeds, band:/,
    ],
    ["Difference from plain", /needs more seeds/],
  ] as const) {
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: `SVG of ${title}` }).click();
    const figure = readFileSync(await (await coming).path(), "utf8");
    expect(figure).toContain('fill="#ffffff"');
    expect(figure).toMatch(inside);
    expect(figure).toContain(">fsp<");
  }
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Bundle (.zip)" }).click();
  const bundle = await coming;
  await page.getByRole("dialog", { name: "Export", exact: true }).getByRole("button", { name: "Close" }).click();
  await expect(difference).toBeVisible();
  await axeFindsNothing(page);

  const elsewhere = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: "en-GB" });
  const other = await elsewhere.newPage();
  await other.goto("./");
  const file = join(folder, bundle.suggestedFilename());
  await bundle.saveAs(file);
  await drop(other, file);
  await expect(other.getByRole("dialog")).toBeHidden();
  expect(await weightHashes(other)).toEqual(hashes);
  await button(other, "Runs (4)").click();
  const row = drawer(other).locator(`.runs-table tr[data-group="fsp"]`);
  await expect(row).toContainText(percent(table.get("fsp")!["last_mean"]));
  await drawer(other).getByRole("button", { name: "Close" }).click();
  await button(other, "Earlier").click();
  await expect(other.getByRole("row", { name: /^comparison/ })).toContainText("fsp");
  await elsewhere.close();
});
