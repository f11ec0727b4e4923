import { useEffect, useRef, useState } from "react";

interface Pace<Value> {
  latest: Value;
  timer: ReturnType<typeof setTimeout> | undefined;
  shownAt: number;
}

/**
 * The value, at most once every `interval` milliseconds and never in the task that changed it: null at first. Charts with
 * different `phase` milliseconds draw in tasks of their own, so that none of them is long.
 */
export function usePaced<Value>(value: Value, interval: number, phase: number): Value | null {
  const [shown, setShown] = useState<Value | null>(null);
  const pace = useRef<Pace<Value>>({ latest: value, timer: undefined, shownAt: -Infinity });
  useEffect(() => {
    const state = pace.current;
    state.latest = value;
    if (state.timer !== undefined) return;
    const wait = Math.max(phase, state.shownAt + interval - performance.now());
    state.timer = setTimeout(() => {
      state.timer = undefined;
      state.shownAt = performance.now();
      setShown(state.latest);
    }, wait);
  }, [value, interval, phase]);
  useEffect(() => {
    const state = pace.current;
    return () => {
      clearTimeout(state.timer);
      state.timer = undefined;
    };
  }, []);
  return shown;
}
