import { useState } from "react";
import { viewKey } from "../../client/phases.ts";
import type { Looked } from "../../client/looks.ts";
import type { LookAnswer } from "../../core/look.ts";
import type { RunKey } from "../../core/report.ts";

type Answer<Type extends LookAnswer["type"]> = Extract<LookAnswer, { type: Type }>;

interface Held<Type extends LookAnswer["type"]> {
  readonly answer: Answer<Type> | null;
  /** False while it is the answer of the look before. */
  readonly isCurrent: boolean;
}

/**
 * A look's answer, and until it is there the one before: while somebody drags through time, what is on screen does not come
 * and go. `what` tells looks apart of which one's answer must not stand for the other's.
 */
export function useHeldAnswer<Type extends LookAnswer["type"]>(
  looked: Looked | undefined,
  type: Type,
  run: RunKey | null,
  what = "",
): Held<Type> {
  const fresh = looked?.status === "answered" && isOfType(looked.answer, type) ? looked.answer : null;
  const of = `${run ? viewKey(run) : ""} ${what}`;
  const [held, setHeld] = useState<{ readonly of: string; readonly answer: Answer<Type> | null }>({ of, answer: null });
  if (held.of !== of || (fresh && fresh !== held.answer)) setHeld({ of, answer: fresh });
  const before = held.of === of && looked?.status !== "refused" ? held.answer : null;
  return { answer: fresh ?? before, isCurrent: fresh !== null };
}

function isOfType<Type extends LookAnswer["type"]>(answer: LookAnswer, type: Type): answer is Answer<Type> {
  return answer.type === type;
}
