import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { engineSources, sourcesBehind } from "./engine-sources.mjs";
import { root } from "./project.mjs";

/** @param {Record<string, string>} files */
function namesBehind(files) {
  const read = (file) => {
    const text = files[file];
    if (text === undefined) throw new Error(`no ${file}`);
    return new TextEncoder().encode(text);
  };
  return sourcesBehind(["src/engine/run.ts"], read).map(([name]) => name);
}

test("all that a run loads is behind it, however it is loaded, and what its types need is not", () => {
  const files = {
    "src/engine/run.ts": `import * as tf from "@tensorflow/tfjs-core";
import type { Shape } from "./shape.ts";
import {
  momentum,
  type Rate,
} from "../core/momentum.ts";
import wasm from "../kernels/machine.wasm?url";
const later = await import("./later.ts");`,
    "src/core/momentum.ts": `import "./circle.ts";`,
    "src/core/circle.ts": `import { momentum } from "./momentum.ts";`,
    "src/kernels/machine.wasm": `\0asm import "./nothing.ts";`,
    "src/engine/later.ts": `new Worker(new URL("./thread.ts", import.meta.url));`,
    "src/engine/thread.ts": "",
  };
  expect(namesBehind(files)).toEqual(Object.keys(files).toSorted());
});

test("a file that is not there is no part left out", () => {
  expect(() => namesBehind({ "src/engine/run.ts": `import { a } from "./gone.ts";` })).toThrow("src/engine/gone.ts");
});

/** The lab's own sources, one of them with another text. @param {string} file @param {(text: string) => string} change */
function changed(file, change) {
  return engineSources((path) => {
    const bytes = readFileSync(join(root, path));
    if (path !== file) return bytes;
    const [text, other] = [bytes.toString(), change(bytes.toString())];
    expect(other, `another ${file}`).not.toBe(text);
    return new TextEncoder().encode(other);
  });
}

test("the lab's own engine has a hash, the same each time", async () => {
  expect(await engineSources()).toMatch(/^[0-9a-f]{16}$/);
  expect(await engineSources()).toBe(await engineSources());
});

const file = "src/core/rng.ts";

test.each([
  ["a comment", (text) => text.replace("export function", "/** Another word. */\nexport function")],
  ["a comment at a line's end", (text) => text.replace(";\n", "; // another word\n")],
  ["a comment that is gone", (text) => text.replaceAll(/^\/\*\*[^]*?\*\/\n/gm, "")],
  ["the layout", (text) => text.replaceAll("\n  ", "\n\n      ")],
  ["a type", (text) => `${text}\nexport interface Another { readonly a: number }\n`],
])("%s of it changes nothing", async (_what, change) => {
  expect(await changed(file, change)).toBe(await engineSources());
});

test.each([
  ["a number", (text) => text.replace(/(?<=[ (])\d+(?=[,;)])/, (found) => String(Number(found) + 1))],
  ["an operator", (text) => text.replace(" + ", " - ")],
  ["a name", (text) => text.replace("shuffle: 7", "shuffled: 7")],
])("%s of it changes the hash", async (_what, change) => {
  expect(await changed(file, change)).not.toBe(await engineSources());
});
