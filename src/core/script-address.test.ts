import { expect, test, vi } from "vitest";
import { scriptAddress } from "./script-address.ts";

const location = { href: "https://lab.example/fsp/", origin: "https://lab.example" };

test("a script of the page passes through the page's own policy, made once", () => {
  const createPolicy = vi.fn((_name: string, rules: { createScriptURL: (address: string) => string }) => rules);
  const scope = { location, trustedTypes: { createPolicy } };
  expect(scriptAddress("./assets/training.js", scope)).toBe("./assets/training.js");
  expect(scriptAddress("https://lab.example/sw.js", scope)).toBe("https://lab.example/sw.js");
  expect(createPolicy.mock.calls.map(([name]) => name)).toEqual(["lab"]);
});

test.each([
  "https://elsewhere.example/a.js",
  "//elsewhere.example/a.js",
  "data:text/javascript,1",
  "http://lab.example/",
])("%s is of another origin, and refused", (address) =>
  expect(() => scriptAddress(address, { location })).toThrow(TypeError),
);
