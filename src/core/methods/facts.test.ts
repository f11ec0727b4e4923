import { expect, test } from "vitest";
import type { FspFamily } from "./facts.ts";
import { kindWithStages, readsFsp, stageCountOf } from "./facts.ts";
import { methodKinds, usualMethods } from "./usual.ts";

const family = methodKinds.map((kind) => usualMethods[kind]).filter((method): method is FspFamily => readsFsp(method));

test.each(family)(
  "$kind in one stage or two is a method of so many stages, and itself where it has them already",
  (method) => {
    for (const stages of ["one", "two"] as const) {
      const other = usualMethods[kindWithStages(method.kind, stages)];
      expect(stageCountOf(other)).toBe(stages);
      if (stageCountOf(method) === stages) expect(other.kind).toBe(method.kind);
    }
  },
);
