/** What can be taken elsewhere, behind one button. */
import { useState, type ReactNode } from "react";
import type { BundledTraining } from "../../core/bundle.ts";
import { useMessages } from "../messages/messages.ts";
import { DialogButton } from "../shell/dialog-button.tsx";
import { FigureExports, type Figure } from "./figure-exports.tsx";
import { ProgramExports, type Programs } from "./program-exports.tsx";
import { TrainingExports } from "./training-exports.tsx";
import "./export.css";

interface ExportButtonProps {
  /** What programs are offered, of those trainings; null while they are read. */
  readonly programs: (trainings: readonly BundledTraining[] | null) => Programs;
  /** The trainings that go into the bundle and the tables, read when the dialog opens. */
  readonly load: () => Promise<readonly BundledTraining[]>;
  /** The comparison on screen as a LaTeX table; left out: each training's own. */
  readonly table?: () => string;
  /** What is on screen of them. */
  readonly figures: () => readonly Figure[];
}

export function ExportButton({ programs, load, table, figures }: ExportButtonProps): ReactNode {
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
          <TrainingExports trainings={trainings} table={table ?? null} />
          <FigureExports find={figures} />
          <ProgramExports {...programs(trainings)} />
        </>
      )}
    </DialogButton>
  );
}
