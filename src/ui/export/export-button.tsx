/** What can be taken elsewhere, behind one button. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Document } from "../../core/experiment.ts";
import type { BundledTraining } from "../../core/bundle.ts";
import { useMessages } from "../messages/messages.ts";
import { FigureExports } from "./figure-exports.tsx";
import { ProgramExports } from "./program-exports.tsx";
import { TrainingExports } from "./training-exports.tsx";
import "./export.css";

interface ExportButtonProps {
  /** Whose programs are offered. */
  readonly documents: readonly Document[];
  /** The trainings that go into the bundle and the tables, read when the dialog opens. */
  readonly load: () => Promise<readonly BundledTraining[]>;
  /** Whether the charts and matrices on screen are theirs. */
  readonly withFigures: boolean;
}

export function ExportButton({ documents, load, withFigures }: ExportButtonProps): ReactNode {
  const { exports: words } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const [trainings, setTrainings] = useState<readonly BundledTraining[] | null>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  const onOpen = () => {
    setOpen(true);
    setTrainings(null);
    void load().then(setTrainings);
  };
  return (
    <>
      <button type="button" className="quiet" aria-haspopup="dialog" onClick={onOpen}>
        {words.open}
      </button>
      {open && (
        <dialog ref={dialog} className="export-dialog" aria-label={words.title} onClose={() => setOpen(false)}>
          <div className="export-head">
            <h2>{words.title}</h2>
            <button type="button" onClick={() => dialog.current?.close()}>
              {words.close}
            </button>
          </div>
          <TrainingExports trainings={trainings} />
          {withFigures && <FigureExports />}
          <ProgramExports documents={documents} />
        </dialog>
      )}
    </>
  );
}
