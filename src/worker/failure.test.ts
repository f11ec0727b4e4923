import { expect, test } from "vitest";
import { BadInput } from "../core/bad-input.ts";
import { GpuFailure, NoRoom, NoSimd, NoWasm, ThreadDied } from "../engine/backend.ts";
import { NotFinite } from "../engine/not-finite.ts";
import { failureOf } from "./failure.ts";

test.each([
  [new GpuFailure("The device was lost."), "gpu"],
  [new NoWasm(), "no-wasm"],
  [new NoSimd(), "no-simd"],
  [new ThreadDied(), "thread"],
  [new NoRoom("wasm: no room for 64 bytes more"), "memory"],
  [new RangeError("Array buffer allocation failed"), "memory"],
  [new RangeError("fsp: positions differ, 3 and 4"), "internal"],
] as const)("%s is told as %s", (error, code) => {
  expect(failureOf(error)).toEqual({ code, message: error.message, problem: null });
});

test("what cannot be used comes with its values", () => {
  const problem = { code: "file-unread", path: "a.gz", status: 404, reason: "" } as const;
  expect(failureOf(new BadInput(problem))).toEqual({
    code: "input",
    message: "a.gz could not be loaded: the server answered 404.",
    problem,
  });
  const broken = new NotFinite("loss", 2, 7);
  expect(failureOf(broken)).toMatchObject({ code: "not-finite", problem: { code: "not-finite", stage: 2, step: 7 } });
});

test.each([
  [
    "Failed to fetch dynamically imported module: https://lab.example/assets/open-1.js",
    "https://lab.example/assets/open-1.js",
  ],
  [
    "error loading dynamically imported module: https://lab.example/assets/open-1.js",
    "https://lab.example/assets/open-1.js",
  ],
  ["Importing a module script failed.", null],
])("a part of the engine that is not there any more (%s) is told as such", (message, path) => {
  expect(failureOf(new TypeError(message))).toMatchObject({ code: "input", problem: { code: "part-unread", path } });
});
