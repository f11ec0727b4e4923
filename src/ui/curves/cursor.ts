/** The iteration under the crosshair, shared by the charts; kept outside their tree so that moving it redraws no chart. */
import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";

interface Cursor {
  readonly x: number | null;
}
const noCursor: Cursor = { x: null };
export type CursorStore = StoreApi<Cursor>;

export function clearCursor(cursor: CursorStore): void {
  cursor.setState(noCursor);
}

export function createCursor(): CursorStore {
  return createStore<Cursor>(() => noCursor);
}
