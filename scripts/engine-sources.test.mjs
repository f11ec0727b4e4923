import { expect, test } from "vitest";
import { engineSources, sourcesBehind } from "./engine-sources.mjs";

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

test("the lab's own engine has a hash, the same each time", () => {
  expect(engineSources()).toMatch(/^[0-9a-f]{16}$/);
  expect(engineSources()).toBe(engineSources());
});
