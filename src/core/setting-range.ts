/** What a number of the document may be. */
import { ownJson } from "./canonical.ts";
import type { Range } from "./problem.ts";

/** valibot tells of one broken bound at a time, and words it itself; its message is the one thing that can carry both. */
export function asMessage(range: Range): string {
  return JSON.stringify(range);
}

/** Null where the message is of something else than a number. */
export function rangeIn(message: string): Range | null {
  return message.startsWith("{") ? ownJson<Range>(message) : null;
}
