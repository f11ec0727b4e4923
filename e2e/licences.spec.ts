import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "./support/lab.ts";
import { isGpu } from "./tiny.ts";

const built = (file: string) => readFileSync(new URL(`../dist/${file}`, import.meta.url), "utf8");

/** Comes along for the charts, which carry what they need of it. */
const unbundled = ["react-is"];

test("the licences of all that is shipped are a click away, and the bill of materials lists the same", async ({
  page,
}) => {
  test.skip(isGpu(), "the same page without training");
  await page.goto("./");
  await page.getByText("Advanced", { exact: true }).click();
  const address = await page.getByRole("link", { name: "Licences" }).getAttribute("href");
  const response = await page.request.get(new URL(address!, page.url()).href);
  const text = await response.text();
  const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const bill = JSON.parse(built("sbom.cdx.json")) as { components: { name: string; version: string }[] };
  const listed = bill.components.map(({ name, version }) => `${name} ${version}`);
  for (const one of listed) expect(text).toContain(`\n${one}: `);
  for (const [name, version] of Object.entries(dependencies)) {
    if (!unbundled.includes(name)) expect(listed).toContain(`${name} ${version}`);
  }
  // What is no package: sets of images, and what a binary was compiled from.
  for (const set of readdirSync(new URL("../dist/data", import.meta.url)))
    expect(text).toContain(built(`data/${set}/LICENSE.txt`).trim());
  const binaries = readdirSync(new URL("../dist/assets", import.meta.url)).filter((file) => file.endsWith(".wasm"));
  expect(binaries).toEqual([expect.stringMatching(/^tfjs-backend-wasm-simd-/)]);
  for (const part of ["XNNPACK", "pthreadpool", "FXdiv", "FP16", "Emscripten", "musl"])
    expect(text).toMatch(new RegExp(`^${part}\\b.*\\((?:MIT|BSD-[23]-Clause)\\): Copyright`, "m"));
  // The service worker is bundled by others, and says itself of what.
  const parts = new Set([...built("sw.js").matchAll(/workbox:([a-z-]+):/g)].map(([, part]) => `workbox-${part}`));
  expect(parts.size).toBeGreaterThan(0);
  const names = bill.components.map(({ name }) => name);
  for (const part of parts) expect(names).toContain(part);
});
