// node scripts/icons.mjs: draws public/icons/ from public/icon.svg, for systems that install the lab.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromiumPath, installBrowser } from "./browser.mjs";
import { install } from "./install.mjs";
import { root, script } from "./project.mjs";

/** A maskable one may lose all that is outside of a circle of 80 % of its side, and has no clear pixel. */
const icons = [
  { file: "icon-192.png", side: 192, share: 1, background: "transparent" },
  { file: "icon-512.png", side: 512, share: 1, background: "transparent" },
  { file: "maskable-512.png", side: 512, share: 0.6, background: "#ffffff" },
];

await script(async () => {
  await install();
  await installBrowser();
  const { chromium } = await import("@playwright/test");
  const executablePath = chromiumPath();
  const which = executablePath ? { executablePath } : { channel: "chromium" };
  const browser = await chromium.launch({ ...which, args: ["--no-sandbox"] });
  const drawing = readFileSync(join(root, "public/icon.svg"), "utf8");
  const folder = join(root, "public/icons");
  mkdirSync(folder, { recursive: true });
  for (const { file, side, share, background } of icons) {
    const page = await browser.newPage({ viewport: { width: side, height: side } });
    const place = `margin:0;height:100vh;display:grid;place-items:center;background:${background}`;
    await page.setContent(`<style>body{${place}} svg{width:${100 * share}vw}</style>${drawing}`);
    writeFileSync(join(folder, file), await page.screenshot({ omitBackground: true }));
    await page.close();
    console.log(join(folder, file));
  }
  await browser.close();
});
