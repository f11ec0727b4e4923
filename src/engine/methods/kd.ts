/** Soft logits: `(1 - share) * cross-entropy + share * T^2 KL`. */
import type { Given, Guidance } from "./guidance.ts";
import { softDivergence, softened } from "./losses.ts";

export function softLogits(
  { temperature, share }: { readonly temperature: number; readonly share: number },
  { teacher, student }: Given,
): Guidance {
  return {
    name: "soft",
    parts: ["logits"],
    taps: { teacher: [teacher.output], student: [student.output] },
    taskWeight: 1 - share,
    // Softened gradients are smaller by the temperature squared.
    weightAt: () => share * temperature ** 2,
    targets: (taps) => [softened(taps.get(teacher.output)!, temperature)],
    losses: (taps, [target]) => [softDivergence(softened(taps.get(student.output)!, temperature), target!)],
  };
}
