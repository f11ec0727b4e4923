import { expect, test } from "vitest";
import { comparesCells, remedyKinds } from "./settings.ts";

test("only linear CKA and the traces compare no cells", () => {
  expect((["none", ...remedyKinds] as const).filter((kind) => !comparesCells(kind))).toEqual(["cka", "traces"]);
});
