import { useStore } from "zustand";
import type { SavedState } from "../../client/kept-lists.ts";
import { useLab } from "../lab-context.ts";

export function useSaved<T>(select: (state: SavedState) => T): T {
  return useStore(useLab().saved.store, select);
}
