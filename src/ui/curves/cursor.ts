/** The iteration under the crosshair, shared by the charts; kept outside their tree so that moving it redraws no chart. */
import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";

export interface Cursor {
  readonly x: number | null;
}
export type CursorStore = StoreApi<Cursor>;

export function createCursor(): CursorStore {
  return createStore<Cursor>(() => ({ x: null }));
}
