/** The cell that is marked in all three matrices. Kept outside React's tree of panels: a pointer's move redraws the marks
 * and the readout, and nothing else. */
import type { StoreApi } from "zustand/vanilla";
import { createStore } from "zustand/vanilla";
import type { Cell, MatrixShape } from "./pair-data.ts";

export interface Mark {
  readonly cell: Cell | null;
  /** Stays where it is while the pointer moves on. */
  readonly pinned: boolean;
  /** Moved by a key, so its numbers are read out. */
  readonly spoken: boolean;
}
export type MarkStore = StoreApi<Mark>;

const nothing: Mark = { cell: null, pinned: false, spoken: false };

export function createMarkStore(): MarkStore {
  return createStore<Mark>(() => nothing);
}

export function pointAt(store: MarkStore, cell: Cell): void {
  const { cell: old, pinned } = store.getState();
  if (pinned || (old && old[0] === cell[0] && old[1] === cell[1])) return;
  store.setState({ cell, spoken: false });
}

export function moveTo(store: MarkStore, cell: Cell): void {
  store.setState({ cell, spoken: true });
}

/** Pins a cell, or lets it go where it is pinned already. */
export function togglePin(store: MarkStore, cell: Cell): void {
  const { cell: old, pinned } = store.getState();
  const same = old?.[0] === cell[0] && old[1] === cell[1];
  store.setState({ cell, pinned: !(pinned && same), spoken: false });
}

/** The pointer or the focus has gone: only a pinned mark stays. */
export function leave(store: MarkStore): void {
  if (!store.getState().pinned) store.setState(nothing);
}

export function clear(store: MarkStore): void {
  store.setState(nothing);
}

/** The marked cell, if this matrix has it: the next pair may be smaller. */
export function cellWithin({ cell }: Mark, [rows, columns]: MatrixShape): Cell | null {
  return cell && cell[0] < rows && cell[1] < columns ? cell : null;
}
