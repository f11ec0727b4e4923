/** What can be taken away of the selected runs. */
import type { ReactNode } from "react";
import type { RunRecord } from "../../client/runs/run-records.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { ExportButton } from "../export/export-button.tsx";
import { useLab } from "../lab-context.ts";
import { comparedFigures } from "./compared-figures.ts";

export function RunExports({ records }: { readonly records: readonly RunRecord[] }): ReactNode {
  const lab = useLab();
  const runsOf = (id: string) => records.flatMap(({ training, run }) => (training.id === id ? [run] : []));
  // Each experiment once, however many of its seeds are selected.
  const documents = [...new Map(records.map(({ experiment }) => [canonicalJson(experiment), experiment])).values()];
  const load = async () => {
    const ids = [...new Set(records.map(({ training }) => training.id))];
    const read = await Promise.all(ids.map((id) => lab.exports.of(id, runsOf(id))));
    return read.filter((training) => training !== null);
  };
  return (
    <div className="runs-exports">
      <ExportButton documents={documents} load={load} figures={comparedFigures} />
    </div>
  );
}
