import type { ReactNode } from "react";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { download, runFileEnding } from "./download.ts";
import { useSaved } from "./use-saved.ts";

/** Stands as long as nothing is being saved, with the way to keep a run all the same. */
export function SavingNote(): ReactNode {
  const lab = useLab();
  const { kept } = useMessages();
  const trouble = useSaved((state) => state.trouble);
  const trained = useLabState(
    ({ run }) => run.status !== "idle" && run.status !== "recorded" && run.status !== "loading",
  );
  if (trouble === null) return null;
  const save = () => {
    const file = lab.saved.exportedCurrent();
    if (file) download(`${file.name}${runFileEnding}`, [file.text]);
  };
  return (
    <section className="saving-note">
      <output>{kept.notSaved(trouble)}</output>
      {trained && (
        <button type="button" onClick={save}>
          {kept.exportRun}
        </button>
      )}
    </section>
  );
}
