import type { ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import { useSaved } from "../kept/use-saved.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { useOffline, useOfflineState } from "./offline-context.ts";

/** A newer lab is taken when a person says so, and never while something trains, in whatever tab. */
export function NewerCard(): ReactNode {
  const offline = useOffline();
  const { app, offline: texts } = useMessages();
  const newer = useOfflineState((state) => state.newer);
  const trainsHere = useLabState((state) => isUnderWay(state.run));
  const trainsElsewhere = useSaved(({ trainings }) => trainings.some(({ isHeld }) => isHeld));
  if (newer === "none") return null;
  const trains = trainsHere || (newer === "waiting" && trainsElsewhere);
  return (
    <section className="resume-card" aria-label={texts.newer[newer]}>
      <output>
        {texts.newer[newer]} {trains && (newer === "missing" ? texts.reloadAfterTraining : texts.afterTraining)}
      </output>
      {!trains && (
        <div className="link-buttons">
          <button type="button" onClick={() => offline.takeNewer()}>
            {newer === "missing" ? app.reload : texts.take}
          </button>
        </div>
      )}
    </section>
  );
}
