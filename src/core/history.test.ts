import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { historyOf, mostUndone, redone, undone, withLatest, withNext } from "./history.ts";

const anyHistory = fc
  .tuple(fc.integer(), fc.array(fc.constantFrom("next", "latest", "undo", "redo"), { maxLength: 40 }))
  .map(([start, acts]) =>
    acts.reduce((history, act, index) => {
      if (act === "undo") return undone(history);
      if (act === "redo") return redone(history);
      return act === "next" ? withNext(history, index) : withLatest(history, index);
    }, historyOf(start)),
  );

describe("a history", () => {
  test("undone and redone is the same, and redone and undone as well", () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        if (history.past.length > 0) expect(redone(undone(history))).toEqual(history);
        if (history.future.length > 0) expect(undone(redone(history))).toEqual(history);
      }),
    );
  });

  test("with nothing to undo or redo stays itself", () => {
    const history = historyOf(1);
    expect(undone(history)).toBe(history);
    expect(redone(history)).toBe(history);
  });

  test("forgets what was undone when something else is done", () => {
    const history = withNext(undone(withNext(historyOf("a"), "b")), "c");
    expect(history).toEqual({ past: ["a"], present: "c", future: [] });
  });

  test("takes what goes on being typed as one", () => {
    const history = withLatest(withNext(historyOf("4"), "12"), "128");
    expect(undone(history).present).toBe("4");
  });

  test("keeps no more than its bound", () => {
    let history = historyOf(0);
    for (let value = 1; value <= 2 * mostUndone; value++) history = withNext(history, value);
    expect(history.past).toHaveLength(mostUndone);
    expect(history.past[0]).toBe(mostUndone);
  });
});
