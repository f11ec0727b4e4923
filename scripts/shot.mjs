// node scripts/shot.mjs FOLDER: pictures of the built lab, large and small, light and dark.
// node scripts/shot.mjs --readme: those that README shows, of runs that are trained for them: minutes.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromiumPath, installBrowser } from "./browser.mjs";
import { install } from "./install.mjs";
import { buildPage, pageFolder } from "./page.mjs";
import { onInterrupt, Refusal, root, script } from "./project.mjs";
import { takeReadmeShots } from "./readme-shots.mjs";
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
  const folder = resolve(target);
  mkdirSync(folder, { recursive: true });
  return sizes.flatMap((size) =>
    themes.map((theme) => ({ ...size, theme, file: join(folder, `${size.width}x${size.height}-${theme}.png`) })),
  );
}

/** @param {import("@playwright/test").Browser} browser @param {string} address @param {Omit<Shot, "file">} shot */
async function opened(browser, address, { width, height, theme }) {
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
  return page;
}

/** @param {import("@playwright/test").Page} page @param {string} file */
async function take(page, file) {
  await page.screenshot({ path: file });
  console.log(file);
}

await script(async () => {
  const isForReadme = process.argv[2] === "--readme";
  const shots = isForReadme ? [] : wantedShots();
  await install();
  await installBrowser();
  await buildPage();
  const server = await serve(pageFolder, 0);
  onInterrupt(server.close);
  const { chromium } = await import("@playwright/test");
  const executablePath = chromiumPath();
  const which = executablePath ? { executablePath } : { channel: "chromium" };
  const browser = await chromium.launch({ ...which, args: ["--no-sandbox"] });
  const address = `http://localhost:${server.port}/`;
  for (const shot of shots) {
    const page = await opened(browser, address, shot);
    await take(page, shot.file);
    await page.close();
  }
  if (isForReadme) {
    const page = await opened(browser, address, { width: 1440, height: 900, theme: "light" });
    await takeReadmeShots(page, (name) => take(page, join(root, "docs/screens", `${name}.png`)));
  }
  await browser.close();
  server.close();
});
