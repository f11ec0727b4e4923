import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ShippedPackage } from "../../vite-shipped.ts";
import { licencesText, packageFolder, sbomText, shippedPackages } from "../../vite-shipped.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

test.each([
  ["/home/me/lab/node_modules/react/cjs/react.production.js", "node_modules/react"],
  ["/lab/node_modules/@tensorflow/tfjs-core/dist/index.js?v=1", "node_modules/@tensorflow/tfjs-core"],
  ["/lab/node_modules/a/node_modules/@b/c/index.js", "node_modules/a/node_modules/@b/c"],
  ["C:\\lab\\node_modules\\idb\\build\\index.js", "node_modules/idb"],
  ["/lab/src/ui/main.tsx", null],
  ["\0rolldown/runtime.js", null],
])("the package of %s", (id, folder) => {
  expect(packageFolder(id)).toBe(folder);
});

const folders = new Set([
  "node_modules/react",
  "node_modules/seedrandom",
  "node_modules/@tensorflow/tfjs-core",
  "node_modules/assemblyscript",
]);
const packages = shippedPackages(root, folders);
const own = [["FSP Lab (MIT)", "MIT License\n\nCopyright (c) Somebody\n\nPermission is hereby granted"]] as const;

test("each package stands in the licences, with a text of its own licence", () => {
  const text = licencesText(packages, own);
  for (const { name, version, licence } of packages) expect(text).toContain(`${name} ${version} (${licence})\n\n`);
  expect(text).toContain("Copyright (c) Meta Platforms");
  // Two that come without a text.
  expect(text).toMatch(/seedrandom [\d.]+ \(MIT\)\n\nMIT License\n\nCopyright \(c\) David Bau\n/);
  expect(text).toMatch(/tfjs-core [\d.]+ \(Apache-2\.0\)\n\nApache License/);
});

test("a package whose licence has no text here stops the build", () => {
  const odd: ShippedPackage = {
    name: "odd",
    version: "1.0.0",
    licence: "Odd",
    text: null,
    author: null,
    integrity: null,
  };
  expect(() => licencesText([odd], own)).toThrow("odd comes without the text of its licence");
});

test("the bill of materials names each package and its registry hash, the same each time", () => {
  const text = sbomText(packages, { name: "lab", version: "1.2.3" });
  expect(sbomText(packages, { name: "lab", version: "1.2.3" })).toBe(text);
  const { bomFormat, specVersion, metadata, components } = JSON.parse(text) as {
    bomFormat: string;
    specVersion: string;
    metadata: { component: { name: string; version: string } };
    components: { name: string; purl: string; hashes: { alg: string; content: string }[] }[];
  };
  expect([bomFormat, specVersion, metadata.component.version]).toEqual(["CycloneDX", "1.6", "1.2.3"]);
  expect(components.map(({ name }) => name)).toEqual(packages.map(({ name }) => name));
  const tfjs = components.find(({ name }) => name === "@tensorflow/tfjs-core")!;
  expect(tfjs.purl).toMatch(/^pkg:npm\/%40tensorflow\/tfjs-core@4\.\d+\.\d+$/);
  expect(tfjs.hashes[0]!.content).toMatch(/^[0-9a-f]{128}$/);
});
