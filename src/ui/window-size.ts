/** What the window has room for; the style sheets draw the same lines. */
import { useSyncExternalStore } from "react";

function mediaHook(query: string): () => boolean {
  const media = matchMedia(query);
  const subscribe = (listener: () => void) => {
    media.addEventListener("change", listener);
    return () => media.removeEventListener("change", listener);
  };
  return () => useSyncExternalStore(subscribe, () => media.matches);
}

/** One column that scrolls, as on a phone. */
export const useIsNarrow = mediaHook("(max-width: 1023px)");
/** The three views side by side, and the set-up beside them. */
export const useHasSetupColumn = mediaHook("(min-width: 1400px)");
/** The three views side by side, and not high enough for them in full size. */
export const useIsLow = mediaHook("(min-width: 1024px) and (max-height: 839px)");
