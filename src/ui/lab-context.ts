import { createContext, startTransition, useContext, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { LabState } from "../client/lab-state.ts";
import type { Lab } from "../client/lab-store.ts";

export const LabContext = createContext<Lab | null>(null);

export function useLab(): Lab {
  const lab = useContext(LabContext);
  if (!lab) throw new Error("useLab: there is no lab above this component");
  return lab;
}

export function useLabState<T>(select: (state: LabState) => T): T {
  return useStore(useLab().store, select);
}

/** The same at most once in `milliseconds`, and drawn when the page has time for it: for what is dear to draw. */
export function useSlowLabState<T>(select: (state: LabState) => T, milliseconds: number): T {
  const { store } = useLab();
  const [value, setValue] = useState(() => select(store.getState()));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = () => {
      timer = undefined;
      startTransition(() => setValue(() => select(store.getState())));
    };
    take();
    const unsubscribe = store.subscribe(() => {
      timer ??= setTimeout(take, milliseconds);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [store, select, milliseconds]);
  return value;
}
