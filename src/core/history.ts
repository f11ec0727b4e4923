/** What was, what is, and what was undone: values that are kept whole. */

export interface History<T> {
  /** The oldest first. */
  readonly past: readonly T[];
  readonly present: T;
  /** What was undone last comes first. */
  readonly future: readonly T[];
}

/** Older ones are forgotten. */
export const mostUndone = 200;

export function historyOf<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

export function withNext<T>({ past, present }: History<T>, next: T): History<T> {
  return { past: [...past, present].slice(-mostUndone), present: next, future: [] };
}

/** The next takes the present's place, as while a number is being typed. */
export function withLatest<T>({ past }: History<T>, next: T): History<T> {
  return { past, present: next, future: [] };
}

/** The history itself where there is nothing to undo. */
export function undone<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  return past.length === 0 ? history : { past: past.slice(0, -1), present: past.at(-1)!, future: [present, ...future] };
}

export function redone<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  return future.length === 0 ? history : { past: [...past, present], present: future[0]!, future: future.slice(1) };
}
