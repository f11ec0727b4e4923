import { useState } from "react";
import { BadInput } from "../../core/bad-input.ts";
import type { Problem } from "../../core/problem.ts";

/** Does what was asked, and keeps what stood against it to be shown. */
export function useProblem(): readonly [Problem | null, (act: () => Promise<void>) => void] {
  const [problem, setProblem] = useState<Problem | null>(null);
  const attempt = (act: () => Promise<void>) => {
    setProblem(null);
    act().catch((error: unknown) => {
      if (!(error instanceof BadInput)) throw error;
      setProblem(error.problem);
    });
  };
  return [problem, attempt];
}
