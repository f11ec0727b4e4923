import { afterEach, expect, test, vi } from "vitest";
import { heldTrainings } from "./locks.ts";

afterEach(() => vi.unstubAllGlobals());

test("who waits for a training's end does not hold it", async () => {
  const held = [
    { name: "fsp-lab.training.one", mode: "exclusive" },
    { name: "fsp-lab.training.two", mode: "shared" },
    { name: "another page's", mode: "exclusive" },
  ];
  vi.stubGlobal("navigator", { locks: { query: () => Promise.resolve({ held }) } });
  expect([...(await heldTrainings())]).toEqual(["one"]);
});
