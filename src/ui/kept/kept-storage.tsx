import { useEffect, type ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { DeleteButton } from "./delete-button.tsx";
import { useBrowserStorage, useStorageState } from "./storage-context.ts";
import { useSaved } from "./use-saved.ts";

/** How long the browser keeps all of this, and the way to keep none of it. */
export function KeptStorage(): ReactNode {
  const storage = useBrowserStorage();
  const { browserStorage: texts } = useMessages();
  const lasting = useStorageState((state) => state.lasting);
  const forgetting = useStorageState((state) => state.forgetting);
  const trainsHere = useLabState((state) => isUnderWay(state.run));
  const trainsElsewhere = useSaved(({ trainings }) => trainings.some(({ isHeld }) => isHeld));
  useEffect(() => void storage.look(), [storage]);
  return (
    <section className="kept-part">
      <h3>{texts.title}</h3>
      <p>{texts.lasting[lasting]}</p>
      <div className="link-buttons">
        {lasting === "passing" && (
          <button type="button" onClick={() => void storage.ask()}>
            {texts.ask}
          </button>
        )}
        {!trainsHere && !trainsElsewhere && forgetting !== "going" && (
          <DeleteButton
            label={texts.forgetAll}
            ofName={texts.forgetAll}
            question={texts.whatGoes}
            onDelete={() => void storage.forgetAll()}
          />
        )}
      </div>
      {(trainsHere || trainsElsewhere) && <p>{texts.afterTraining}</p>}
      {forgetting === "failed" && <p role="alert">{texts.failed}</p>}
    </section>
  );
}
