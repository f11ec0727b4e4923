import { expect, test } from "vitest";
import { summaryText } from "./data-text.ts";

test("a terminal is told nothing by the name of a folder", () => {
  const odd = { duplicates: [], leaks: 0, oneColour: [], refitted: [], empty: [], ignored: ["\u001B]0;mine\u0007/"] };
  const classes = [{ name: "\u001B[31mred", training: 1, validation: 0, test: 0 }];
  const text = summaryText({ name: "set", sha256: "", size: [8, 8, 1], classes, ...odd });
  expect(text).toContain("?[31mred");
  expect(text).not.toMatch(/[^\P{Cc}\n]/u);
});
