import { expect, test } from "vitest";
import type { Rejecting } from "./rejections.ts";
import { reportRejections } from "./rejections.ts";

test("a promise that nobody awaited is reported as an error, with its reason", () => {
  const [listeners, reported] = [new Map<string, Parameters<Rejecting["addEventListener"]>[1]>(), [] as unknown[]];
  reportRejections({
    addEventListener: (type, listener) => void listeners.set(type, listener),
    reportError: (error) => void reported.push(error),
  });
  const reason = new Error("the file went away");
  listeners.get("unhandledrejection")?.({ reason, preventDefault: () => reported.push("prevented") });
  expect(reported).toEqual(["prevented", reason]);
});
