/** What can be taken away of the selected runs. */
import type { ReactNode } from "react";
import type { RunRecord } from "../../client/runs/run-records.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { ExportButton } from "../export/export-button.tsx";
import { useSaved } from "../kept/use-saved.ts";
import { useLab } from "../lab-context.ts";
import { comparedFigures } from "./compared-figures.ts";

export function RunExports({ records }: { readonly records: readonly RunRecord[] }): ReactNode {
  const lab = useLab();
  const runsOf = (id: string) => records.flatMap(({ training, run }) => (training.id === id ? [run] : []));
  const trainings = useSaved((state) => state.trainings).filter(({ id }) => runsOf(id).length > 0);
  // Each experiment once, however many of its seeds are selected.
  const documents = [...new Map(records.map(({ experiment }) => [canonicalJson(experiment), experiment])).values()];
  const load = async () => {
    const read = await Promise.all(trainings.map((training) => lab.exports.of(training, runsOf(training.id))));
    return read.filter((training) => training !== null);
  };
  return (
    <div className="runs-exports">
      {trainings.length > 0 && <ExportButton documents={documents} load={load} figures={comparedFigures} />}
    </div>
  );
}
