import { expect, test } from "vitest";
import { gradientOf } from "./step-gradient.ts";

test("a step's gradient comes back from the momentum around it, at the first step and later", () => {
  const [rule, weights, gradient] = [{ momentum: 0.9, decay: 0.01 }, [2, -4], [0.5, -0.25]];
  const momentum = (before: readonly number[] | null) =>
    gradient.map((g, i) => rule.momentum * (before?.[i] ?? 0) + g + rule.decay * weights[i]!);
  for (const momentumBefore of [null, [1, 3]]) {
    const momentumAfter = momentum(momentumBefore);
    const found = gradientOf({ before: weights, momentumBefore, momentumAfter }, rule);
    for (const [i, g] of gradient.entries()) expect(found[i]).toBeCloseTo(g, 14);
  }
});
