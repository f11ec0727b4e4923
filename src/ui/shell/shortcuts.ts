import { useEffect } from "react";
import { useLab } from "../lab-context.ts";
import { preferences } from "./preferences.ts";

/** A key belongs to the control that has the focus, if that control can use keys at all. */
function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target !== document.body && target !== document.documentElement;
}

/** Space trains and pauses, `.` makes one step; only while no control has the focus, and never while typing. */
export function useShortcuts(): void {
  const lab = useLab();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !event.defaultPrevented;
      if (!plain || isTaken(event.target) || !preferences.getState().shortcuts) return;
      if (event.key === " ") {
        event.preventDefault();
        if (lab.store.getState().run.status === "training") lab.pause();
        else lab.train();
      } else if (event.key === ".") lab.step();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [lab]);
}
