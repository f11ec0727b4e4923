/** Everything that this browser keeps, behind one button. */
import { type ReactNode } from "react";
import { DialogButton } from "../shell/dialog-button.tsx";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { KeptOffline } from "../offline/kept-offline.tsx";
import { KeptExperiments } from "./kept-experiments.tsx";
import { KeptRuns } from "./kept-runs.tsx";
import { KeptStorage } from "./kept-storage.tsx";
import { KeptTeachers } from "./kept-teachers.tsx";
import { useSaved } from "./use-saved.ts";
import "./kept.css";

export function KeptButton(): ReactNode {
  const lab = useLab();
  const { kept } = useMessages();
  return (
    <DialogButton
      quiet
      label={kept.open}
      title={kept.title}
      closeLabel={kept.close}
      className="kept-dialog"
      onOpen={() => void lab.saved.refresh()}
    >
      {(close) => (
        <>
          <KeptRuns onOpened={close} />
          <KeptExperiments onOpened={close} />
          <KeptTeachers />
          <KeptOffline />
          <KeptStorage />
          <Unreadable />
        </>
      )}
    </DialogButton>
  );
}

function Unreadable(): ReactNode {
  const { kept } = useMessages();
  const unreadable = useSaved((state) => state.unreadable);
  return unreadable > 0 && <p className="kept-note">{kept.unreadable(unreadable)}</p>;
}
