/** Everything that this browser keeps, behind one button. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { KeptOffline } from "../offline/kept-offline.tsx";
import { KeptExperiments } from "./kept-experiments.tsx";
import { KeptRuns } from "./kept-runs.tsx";
import { KeptTeachers } from "./kept-teachers.tsx";
import { useSaved } from "./use-saved.ts";
import "./kept.css";

export function KeptButton(): ReactNode {
  const lab = useLab();
  const { kept } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        className="quiet"
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          void lab.saved.refresh();
        }}
      >
        {kept.open}
      </button>
      {open && (
        <dialog ref={dialog} className="kept-dialog" aria-label={kept.title} onClose={() => setOpen(false)}>
          <div className="kept-head">
            <h2>{kept.title}</h2>
            <button type="button" onClick={close}>
              {kept.close}
            </button>
          </div>
          <KeptRuns onOpened={close} />
          <KeptExperiments onOpened={close} />
          <KeptTeachers />
          <KeptOffline />
          <Unreadable />
        </dialog>
      )}
    </>
  );
}

function Unreadable(): ReactNode {
  const { kept } = useMessages();
  const unreadable = useSaved((state) => state.unreadable);
  return unreadable > 0 && <p className="kept-note">{kept.unreadable(unreadable)}</p>;
}
