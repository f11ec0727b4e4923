import { useEffect } from "react";
import type { Lab } from "../../client/lab-store.ts";
import { useLab } from "../lab-context.ts";
import { preferences } from "./preferences.ts";

const pressable = "button, summary, input:is([type=checkbox], [type=radio], [type=range])";

/** Whether the focused control uses this key itself: what takes text takes all, what is pressed takes Space. */
function isTaken(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body || target === document.documentElement) return false;
  // What lies over the page is about something else than its training.
  if (target.closest("dialog, .link-card")) return true;
  if (target.matches("[aria-disabled=true]")) return false;
  return key === " " ? true : !target.matches(`${pressable}, [role=grid], [tabindex]`);
}

/** The key's act on the training; null where it has none. */
function actOf(key: string, lab: Lab): (() => void) | null {
  if (key === ".") return () => lab.step();
  if (key !== " ") return null;
  return () => (lab.store.getState().run.status === "training" ? lab.pause() : lab.train());
}

/** Space trains and pauses, `.` makes one step, wherever the focused control has no use for the key. */
export function useShortcuts(): void {
  const lab = useLab();
  useEffect(() => {
    let held = false;
    const onKeyDown = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !event.defaultPrevented;
      const act = actOf(event.key, lab);
      if (!plain || !act || isTaken(event.key, event.target) || !preferences.getState().shortcuts) return;
      event.preventDefault();
      held = event.key === " ";
      act();
    };
    // A button is pressed when Space is let go, and by then it may have become able to act.
    const onKeyUp = (event: KeyboardEvent) => {
      if (held && event.key === " ") event.preventDefault();
      held = false;
    };
    addEventListener("keydown", onKeyDown);
    addEventListener("keyup", onKeyUp);
    return () => {
      removeEventListener("keydown", onKeyDown);
      removeEventListener("keyup", onKeyUp);
    };
  }, [lab]);
}
