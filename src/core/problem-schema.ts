/** A problem that comes over a border, checked. */
import * as v from "valibot";
import type { Problem } from "./problem.ts";
import { sentenceOf } from "./problem-text.ts";

/** One that can be put into words. */
export const problemSchema = v.custom<Problem>(isProblem);

function isProblem(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("code" in value)) return false;
  try {
    // oxlint-disable-next-line no-unsafe-type-assertion -- what is no problem has no sentence, or breaks on the way to it
    return typeof sentenceOf(value as Problem) === "string";
  } catch {
    return false;
  }
}
