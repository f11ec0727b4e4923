// node scripts/shot.mjs FOLDER: pictures of the built lab, large and small, light and dark.
// node scripts/shot.mjs --readme: the one that README shows.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromiumPath, installBrowser } from "./browser.mjs";
import { install } from "./install.mjs";
import { buildPage, pageFolder } from "./page.mjs";
import { onInterrupt, Refusal, root, script } from "./project.mjs";
import { serve } from "./serve.mjs";

/** @typedef {{ file: string, width: number, height: number, theme: "light" | "dark" }} Shot */

const sizes = [
  { width: 1440, height: 900 },
  { width: 1366, height: 768 },
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];
const themes = /** @type {const} */ (["light", "dark"]);

/** The recorded run plays at first paint; by then its curves and matrices are there. */
const settleMs = 5000;

/** @returns {Shot[]} */
function wantedShots() {
  const [target] = process.argv.slice(2);
  if (target === undefined) throw new Refusal("Say where the pictures go: node scripts/shot.mjs FOLDER, or --readme.");
  if (target === "--readme") return [{ file: join(root, "docs/lab.png"), width: 1440, height: 900, theme: "light" }];
  const folder = resolve(target);
  mkdirSync(folder, { recursive: true });
  return sizes.flatMap((size) =>
    themes.map((theme) => ({ ...size, theme, file: join(folder, `${size.width}x${size.height}-${theme}.png`) })),
  );
}

/** @param {import("@playwright/test").Browser} browser @param {string} address @param {Shot} shot */
async function take(browser, address, { file, width, height, theme }) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: theme,
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  page.on("console", (message) => {
    if (message.type() === "error") console.error(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(address);
  await page.waitForTimeout(settleMs);
  await page.screenshot({ path: file });
  await page.close();
  console.log(file);
}

await script(async () => {
  const shots = wantedShots();
  await install();
  await installBrowser();
  await buildPage();
  const server = await serve(pageFolder, 0);
  onInterrupt(server.close);
  const { chromium } = await import("@playwright/test");
  const executablePath = chromiumPath();
  const which = executablePath ? { executablePath } : { channel: "chromium" };
  const browser = await chromium.launch({ ...which, args: ["--no-sandbox"] });
  for (const shot of shots) await take(browser, `http://localhost:${server.port}/`, shot);
  await browser.close();
  server.close();
});
