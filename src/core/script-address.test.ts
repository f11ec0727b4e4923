import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

const scriptAddress = async (address: string) => (await import("./script-address.ts")).scriptAddress(address);

test("a script of the page passes through the page's own policy, made once", async () => {
  vi.stubGlobal("location", new URL("https://lab.example/fsp/"));
  const createPolicy = vi.fn((_name: string, rules: { createScriptURL: (address: string) => string }) => rules);
  vi.stubGlobal("trustedTypes", { createPolicy });
  expect(await scriptAddress("./assets/training.js")).toBe("./assets/training.js");
  expect(await scriptAddress("https://lab.example/sw.js")).toBe("https://lab.example/sw.js");
  expect(createPolicy.mock.calls.map(([name]) => name)).toEqual(["lab"]);
});

test("a script of another origin is refused, with Trusted Types and without", async () => {
  vi.stubGlobal("location", new URL("https://lab.example/fsp/"));
  for (const address of [
    "https://elsewhere.example/a.js",
    "//elsewhere.example/a.js",
    "data:text/javascript,1",
    "http://lab.example/",
  ])
    await expect(scriptAddress(address), address).rejects.toThrow(TypeError);
});
