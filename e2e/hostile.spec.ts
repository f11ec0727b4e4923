/** Links and bundles that were made to do harm: the person reads a sentence, and nothing is run, kept or asked for. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import type { Page } from "@playwright/test";
import { manifestFile } from "../src/core/bundle.ts";
import { linkOf } from "../src/core/link.ts";
import { packedJson } from "../src/core/packed-json.ts";
import { bundleBytes } from "../src/data/bundle/write-bundle.ts";
import { allExtras } from "../src/testing/link-extras.ts";
import { drop, imagesDialog } from "./support/images.ts";
import { expect, test } from "./support/lab.ts";
import { button, isGpu, tinyExperiment } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the backend has no part in it"));

/** What a page that was attacked would have: a worker that trains, something kept, an element or a name of the attacker's. */
async function expectNothingRun(page: Page): Promise<void> {
  expect(page.workers().filter((worker) => worker.url().includes("training"))).toEqual([]);
  expect(await page.evaluate(() => Reflect.has(globalThis, "attacked"))).toBe(false);
  await expect(page.locator("img[src='x'], script:not([src])")).toHaveCount(0);
  await button(page, "Earlier").click();
  await expect(page.getByRole("dialog")).toContainText("No run was trained in this browser yet.");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
}

const markup = `<img src=x onerror="globalThis.attacked=1">\u202e`;

test("a hostile view and a hostile result are no part of the link that they came with", async ({ page }) => {
  const { expectation } = allExtras;
  const run = { experiment: "tiny", seed: 1, test: 0.5, weights: "0123456789abcdef" };
  const hostile = await packedJson({
    environment: { ...expectation!.environment, adapter: markup, lab: markup },
    results: [run],
  });
  const view = "view=1.eJyrBgAAewB7&panel=__proto__&pair=../../evil&iteration=-1&theme=x;}&train=1&backend=cpu";
  await page.goto(`./#${await linkOf(tinyExperiment(2))}&${view}&expect=1.${hostile}`);
  const card = page.getByRole("region", { name: "An experiment from a link" });
  await expect(card).toContainText("tiny: 1 experiment, 1 seed");
  await expect(card).toContainText("what came out for its sender, of 1 run");
  await button(page, "Open").click();
  await expect(card).toBeHidden();
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expectNothingRun(page);
});

test("damaged and hostile bundles are refused by name, one after the other", async ({ page }) => {
  const environment = { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false } as const;
  const file = { document: tinyExperiment(2), environment, runs: [] };
  const bundle = await bundleBytes([{ file, ends: [], weights: new Map() }], "0.1.0");
  const members = unzipSync(bundle);
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const [run] = Object.keys(members).filter((path) => path.endsWith("run.lab.json"));
  const middle = bundle.length >> 1;
  const damaged: Record<string, Uint8Array> = {
    "flipped.zip": bundle.map((byte, index) => (index === middle ? byte ^ 255 : byte)),
    "cut.zip": bundle.subarray(0, middle),
    "list.zip": zipSync({ ...members, [manifestFile]: bytesOf("{") }),
    "other.zip": zipSync({ ...members, [run!]: bytesOf("{}") }),
    "more.zip": zipSync({ ...members, "1-tiny/run.html": bytesOf(markup) }),
    "out.zip": zipSync({ ...members, "../../evil.json": bytesOf("{}") }),
    "bomb.zip": zipSync({ ...members, [run!]: new Uint8Array(2 ** 26) }),
  };
  const folder = test.info().outputPath("bundles");
  mkdirSync(folder, { recursive: true });
  await page.goto("./");
  for (const [name, bytes] of Object.entries(damaged)) {
    writeFileSync(join(folder, name), bytes);
    await drop(page, join(folder, name));
    const dialog = imagesDialog(page);
    await expect(dialog.getByRole("alert")).toContainText(name);
    await dialog.getByRole("button", { name: "Close" }).click();
    await expectNothingRun(page);
  }
});
