import { afterEach, expect, test, vi } from "vitest";
import { variantCache } from "./variant-cache.ts";

afterEach(() => vi.unstubAllGlobals());

test("a table is read as it was written, by the page's address", async () => {
  const kept = new Map<string, Response>();
  const cache = {
    match: async (key: string) => kept.get(key)?.clone(),
    put: async (key: string, response: Response) => void kept.set(key, response),
  };
  vi.stubGlobal("caches", { open: async () => cache });
  const memory = variantCache("https://lab.test/here/");
  expect(await memory.read()).toBeNull();
  await memory.write("one");
  expect(await memory.read()).toBe("one");
  expect([...kept.keys()]).toEqual(["https://lab.test/here/variants.json"]);
});

test("a browser that keeps nothing is done without", async () => {
  vi.stubGlobal("caches", { open: () => Promise.reject(new Error("SecurityError")) });
  const memory = variantCache("https://lab.test/");
  await memory.write("one");
  expect(await memory.read()).toBeNull();
});
