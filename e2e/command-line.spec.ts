import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { linkOf } from "../src/core/link.ts";
import type { Result } from "../src/core/report.ts";
import { expect, test } from "./support/lab.ts";
import { isGpu, openTiny, tinyPlan, trainedHashes } from "./tiny.ts";

test.describe.configure({ timeout: 300_000 });

/** The hash of the engine's sources that the page keeps with its only training. */
function sourcesOfPage(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    const opened = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open("fsp-lab");
      opening.addEventListener("success", () => resolve(opening.result));
    });
    const records = await new Promise<{ environment: { sources?: string } }[]>((resolve) => {
      const reading = opened.transaction("trainings").objectStore("trainings").getAll();
      reading.addEventListener("success", () => resolve(reading.result));
    });
    opened.close();
    return records[0]?.environment.sources;
  });
}

test("the command line ends with the page's weights, from the same link and sources", async ({ page }) => {
  test.skip(isGpu(), "bits are promised across Node and the browser on wasm alone");
  const plan = tinyPlan(8);
  const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
  try {
    const link = await linkOf(plan);
    await promisify(execFile)(process.execPath, ["scripts/lab.mjs", "run", link, "--out", join(folder, "out")]);
    const results = plan.experiments.map(({ name }) => {
      const text = readFileSync(join(folder, "out", `${name}-s${plan.seeds[0]}`, "result.json"), "utf8");
      return JSON.parse(text) as Result;
    });
    await openTiny(page, plan);
    expect(await trainedHashes(page)).toEqual(results.map(({ weightsHash }) => weightsHash));
    expect(await sourcesOfPage(page)).toBe(results[0]!.environment.sources);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
