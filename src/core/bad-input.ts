import type { Problem } from "./problem.ts";
import { sentenceOf } from "./problem-text.ts";

/** Something a person gave is wrong. The message is one English sentence that names the thing and the way out. */
export class BadInput extends Error {
  override readonly name = "BadInput";
  readonly problem: Problem;

  /** `at` says where, as in `experiment "fsp"`. */
  constructor(why: Problem | string, at?: string) {
    const problem: Problem = typeof why === "string" ? { code: "other", sentence: why } : why;
    const sentence = sentenceOf(problem);
    super(at === undefined ? sentence : `${at}: ${sentence}`);
    this.problem = problem;
  }
}

/** What a caught error says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
