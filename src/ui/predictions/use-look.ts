import { useEffect } from "react";
import { useStore } from "zustand";
import { lookKey, type Looked } from "../../client/looks.ts";
import type { Look } from "../../core/look.ts";
import type { RunKey } from "../../core/report.ts";
import { useLab } from "../lab-context.ts";

/** A look at all held-out images takes as long as a few steps: training shall not be held up by it. */
const refreshMs = 2000;

/** Asks for a memoised look, and while training goes on asks again now and then; undefined until it was asked. */
export function useLook(run: RunKey | null, look: Look | null, going: boolean): Looked | undefined {
  const { looks } = useLab();
  useEffect(() => {
    if (!run || !look) return undefined;
    looks.ask(run, look);
    if (!going) return undefined;
    const timer = setInterval(() => looks.ask(run, look), refreshMs);
    return () => clearInterval(timer);
  }, [looks, run, look, going]);
  return useStore(looks.store, ({ looked }) => (run && look ? looked.get(lookKey(run, look)) : undefined));
}
