/** What can be taken away of the selected runs. */
import type { ReactNode } from "react";
import type { RunRecord } from "../../client/runs/run-records.ts";
import { ExportButton } from "../export/export-button.tsx";
import { useSaved } from "../kept/use-saved.ts";
import { useLab } from "../lab-context.ts";

export function RunExports({ records }: { readonly records: readonly RunRecord[] }): ReactNode {
  const lab = useLab();
  const runsOf = (id: string) => records.flatMap(({ training, run }) => (training.id === id ? [run] : []));
  const trainings = useSaved((state) => state.trainings).filter(({ id }) => runsOf(id).length > 0);
  const load = async () => {
    const read = await Promise.all(trainings.map((training) => lab.exports.of(training, runsOf(training.id))));
    return read.filter((training) => training !== null);
  };
  return (
    <div className="runs-exports">
      {trainings.length > 0 && (
        <ExportButton documents={trainings.map(({ document }) => document)} load={load} withFigures={false} />
      )}
    </div>
  );
}
