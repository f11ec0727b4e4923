/** What is looked at, where a link may ask for it and Share may tell it. */
import { createStore } from "zustand/vanilla";
import type { LinkView, ViewPanel, ViewTheme } from "../../core/link-view.ts";

export interface ShownView {
  readonly panel: ViewPanel;
  readonly pair: string | null;
  /** The theme that a link asks for, until the person chooses one or the page is left; null: as preferred. */
  readonly theme: ViewTheme | null;
}

export const firstPanel: ViewPanel = "matrices";

export const viewStore = createStore<ShownView>(() => ({ panel: firstPanel, pair: null, theme: null }));

/** Looks at what an opened link asks for. */
export function showView({ panel, pair, theme }: LinkView): void {
  viewStore.setState({ ...(panel && { panel }), ...(pair !== undefined && { pair }), ...(theme && { theme }) });
}
