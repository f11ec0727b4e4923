import { useStore } from "zustand";
import { useLab } from "../lab-context.ts";
import type { Settings } from "./curve-data.ts";

interface Viewed {
  /** The iteration that everything on screen is of; null for the newest, and where it is on another axis. */
  readonly viewed: number | null;
  view(this: void, iteration: number): void;
}

/** The lab's time cursor on the curves' axis. The teacher's own training has no moments to go back to. */
export function useViewed({ learner, xMode }: Pick<Settings, "learner" | "xMode">): Viewed {
  const { looks } = useLab();
  const isOfStudent = learner === "student";
  const viewed = useStore(looks.store, ({ cursor }) =>
    isOfStudent && cursor?.axis === xMode ? cursor.iteration : null,
  );
  const view = (iteration: number) => {
    if (isOfStudent) looks.view({ axis: xMode, iteration });
  };
  return { viewed, view };
}
