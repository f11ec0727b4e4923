/** What can be taken elsewhere, behind one button. */
import { useState, type ReactNode } from "react";
import type { Document } from "../../core/experiment.ts";
import type { BundledTraining } from "../../core/bundle.ts";
import { useMessages } from "../messages/messages.ts";
import { DialogButton } from "../shell/dialog-button.tsx";
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
  const [trainings, setTrainings] = useState<readonly BundledTraining[] | null>(null);
  const onOpen = () => {
    setTrainings(null);
    void load().then(setTrainings);
  };
  return (
    <DialogButton
      quiet
      label={words.open}
      title={words.title}
      closeLabel={words.close}
      className="export-dialog"
      onOpen={onOpen}
    >
      {() => (
        <>
          <TrainingExports trainings={trainings} />
          {withFigures && <FigureExports />}
          <ProgramExports documents={documents} />
        </>
      )}
    </DialogButton>
  );
}
