/** What can be taken away of the selected runs. */
import type { ReactNode } from "react";
import type { GroupSummary } from "../../client/runs/groups.ts";
import type { RunRecord } from "../../client/runs/run-records.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { sweepOf } from "../../client/runs/sweeps.ts";
import { ExportButton } from "../export/export-button.tsx";
import type { Programs } from "../export/program-exports.tsx";
import { comparisonTable } from "../../core/latex-table.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { comparedFigures } from "./compared-figures.ts";
import { groupName } from "./group-name.ts";
import type { RunsChoice } from "./runs-choice.ts";

interface RunExportsProps {
  readonly compared: readonly GroupSummary[];
  /** Key of a group. */
  readonly baseline: string | null;
  readonly choice: Pick<RunsChoice, "weights" | "margin">;
}

export function RunExports({ compared, baseline, choice }: RunExportsProps): ReactNode {
  const messages = useMessages();
  const records = compared.flatMap(({ group }) => group.records);
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
  const table = () => {
    const base = compared.find(({ group, comparison }) => group.key === baseline && comparison === null);
    const rows = compared.map(({ group, iterations, test, comparison }) => ({
      name: groupName(messages, group),
      method: [...new Set(group.records.map(({ experiment }) => experiment.method.kind))].join(", "),
      rate: group.isOneSetting ? group.records[0]!.experiment.task.rate : null,
      iterations: group.isOneSetting ? iterations : null,
      test,
      comparison,
      failed: failuresIn(group.records).length,
    }));
    const name = base ? groupName(messages, base.group) : null;
    return comparisonTable(rows, { ...choice, baseline: name, failures: failuresIn(records) });
  };
  const load = async () => {
    const ids = [...new Set(records.map(({ training }) => training.id))];
    const read = await Promise.all(ids.map((id) => lab.exports.of(id, runsOf(id))));
    return read.filter((training) => training !== null);
  };
  return (
    <div className="runs-exports">
      <ExportButton programs={programs} load={load} table={table} figures={comparedFigures} />
    </div>
  );
}

function failuresIn(records: readonly RunRecord[]): string[] {
  return records.flatMap(({ run, end }) =>
    end?.how.kind === "failed" ? [`${run.experiment} seed ${run.seed}: ${end.how.reason}`] : [],
  );
}
