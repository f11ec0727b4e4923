import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { linkOf } from "../src/core/link.ts";
import { expect, test } from "./support/lab.ts";
import { isGpu, openTiny, tinyPlan, trainedHashes } from "./tiny.ts";

test.describe.configure({ timeout: 300_000 });

test("the command line ends with the page's weights, from the same link", async ({ page }) => {
  test.skip(isGpu(), "bits are promised across Node and the browser on wasm alone");
  const plan = tinyPlan(8);
  const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
  try {
    const link = await linkOf(plan);
    await promisify(execFile)(process.execPath, ["scripts/lab.mjs", "run", link, "--out", join(folder, "out")]);
    const hashes = plan.experiments.map(({ name }) => {
      const text = readFileSync(join(folder, "out", `${name}-s${plan.seeds[0]}`, "result.json"), "utf8");
      return (JSON.parse(text) as { weightsHash: string }).weightsHash;
    });
    await openTiny(page, plan);
    expect(await trainedHashes(page)).toEqual(hashes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
