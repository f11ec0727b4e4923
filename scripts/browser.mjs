// Finds the browser for the end-to-end tests, and installs one where there is none.
import { existsSync } from "node:fs";
import { run } from "./child.mjs";
import { installFromDebian, onDebianAsRoot } from "./debian.mjs";
import { commandFile, Failure, Refusal, root } from "./project.mjs";

const debians = "/usr/bin/chromium";

/** The Chromium to start, or undefined where Playwright should start its own. */
export function chromiumPath() {
  const chosen = process.env["CHROMIUM"];
  if (chosen && !existsSync(chosen))
    throw new Refusal(`CHROMIUM is "${chosen}", and there is no such file: correct or unset it.`);
  return chosen || (existsSync(debians) ? debians : undefined);
}

export async function installBrowser() {
  if (chromiumPath()) return;
  const { chromium } = await import("@playwright/test");
  if (existsSync(chromium.executablePath())) return;
  if (onDebianAsRoot()) {
    // Without any font text has no width, and no element that holds it counts as visible.
    const { ok, output } = await installFromDebian(["chromium", "fonts-liberation"]);
    if (ok) return;
    throw new Failure(`${output}\nDebian's chromium could not be installed: see above, or set CHROMIUM to a browser.`);
  }
  console.log("Downloading Playwright's Chromium …");
  const download = [commandFile("playwright", "playwright"), "install", "chromium"];
  const { code } = await run(process.execPath, download, { cwd: root, output: "inherit" });
  if (code !== 0)
    throw new Failure("Playwright's Chromium could not be downloaded: see above, or set CHROMIUM to a browser.");
}
