import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** Counts from 0 to `last`, one render and one task each: for what is too much to mount at once. */
export function useSteps(last: number): number {
  const [step, setStep] = useState(0);
  useEffect(() => {
    if (step >= last) return undefined;
    const timer = setTimeout(() => flushSync(() => setStep(step + 1)), 0);
    return () => clearTimeout(timer);
  }, [step, last]);
  return step;
}

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
      // Alone in this task: two charts whose timers are due together would else be drawn in one.
      flushSync(() => setShown(state.latest));
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
