/** What can be taken away of the selected runs. */
import type { ReactNode } from "react";
import type { RunRecord } from "../../client/runs/run-records.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { sweepOf } from "../../client/runs/sweeps.ts";
import { ExportButton } from "../export/export-button.tsx";
import type { Programs } from "../export/program-exports.tsx";
import { useLab } from "../lab-context.ts";
import { comparedFigures } from "./compared-figures.ts";

export function RunExports({ records }: { readonly records: readonly RunRecord[] }): ReactNode {
  const lab = useLab();
  const runsOf = (id: string) => records.flatMap(({ training, run }) => (training.id === id ? [run] : []));
  const programs = (): Programs => {
    const each = records.map(({ experiment, training: { plan } }) => ({ experiment, plan }));
    // Each experiment once, however many of its seeds are selected.
    const byText = each.map(
      (program) => [canonicalJson(program.experiment) + program.plan.teacherPerSeed, program] as const,
    );
    return {
      programs: [...new Map(byText).values()],
      areUntried: records.some((record) => record.training.plan.sweep && sweepOf(record) === null),
    };
  };
  const load = async () => {
    const ids = [...new Set(records.map(({ training }) => training.id))];
    const read = await Promise.all(ids.map((id) => lab.exports.of(id, runsOf(id))));
    return read.filter((training) => training !== null);
  };
  return (
    <div className="runs-exports">
      <ExportButton programs={programs} load={load} figures={comparedFigures} />
    </div>
  );
}
