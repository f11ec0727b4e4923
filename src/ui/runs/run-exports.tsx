/** What can be taken away of the selected runs. */
import type { ReactNode } from "react";
import type { RunRecord } from "../../client/runs/run-records.ts";
import { download, runFileEnding } from "../kept/download.ts";
import { useSaved } from "../kept/use-saved.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

export function RunExports({ records }: { readonly records: readonly RunRecord[] }): ReactNode {
  const lab = useLab();
  const { runs: words } = useMessages();
  const ids = new Set(records.map(({ training }) => training.id));
  const trainings = useSaved((state) => state.trainings).filter(({ id }) => ids.has(id));
  const save = async () => {
    for (const training of trainings) {
      const text = await lab.saved.exported(training);
      if (text !== null) download(`${training.document.name}${runFileEnding}`, [text]);
    }
  };
  return (
    <div className="runs-exports">
      {trainings.length > 0 && (
        <button type="button" onClick={() => void save()}>
          {words.exports}: {words.exportTrainings(trainings.length)}
        </button>
      )}
    </div>
  );
}
