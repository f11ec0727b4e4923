/** Region G: every run that this browser knows, in groups, and those that are selected compared with each other. */
import { memo, useMemo, useState, type ReactNode } from "react";
import { groupSummaries, groupsOf, usualBaseline } from "../../client/runs/groups.ts";
import { filterIn, rowsPassing, runsPassing } from "../../client/runs/run-filter.ts";
import type { RunRecord } from "../../client/runs/run-records.ts";
import { nextOrder, sorted } from "../../client/runs/sorting.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { DialogButton } from "../shell/dialog-button.tsx";
import { ComparePanel } from "./compare-panel.tsx";
import { RunExports } from "./run-exports.tsx";
import { firstChoice, type RunsChoice } from "./runs-choice.ts";
import { RunsControls } from "./runs-controls.tsx";
import { RunsTable } from "./runs-table.tsx";
import { useRunRecords } from "./use-run-records.ts";
import "./runs.css";

export const RunsButton = memo(function RunsButton(): ReactNode {
  const lab = useLab();
  const { runs: words } = useMessages();
  const records = useRunRecords();
  return (
    <DialogButton
      label={words.open(records.length)}
      title={words.title}
      closeLabel={words.close}
      className="runs-drawer"
      onOpen={() => void lab.saved.refresh()}
    >
      {() => (records.length === 0 ? <p className="runs-none">{words.none}</p> : <Runs records={records} />)}
    </DialogButton>
  );
});

function Runs({ records }: { readonly records: readonly RunRecord[] }): ReactNode {
  const { runs: words } = useMessages();
  const [choice, setChoice] = useState(firstChoice);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { grouping, order, reach, margin } = choice;
  const filter = useMemo(() => filterIn(choice.filter, words.filterFields), [choice.filter, words]);
  const groups = useMemo(() => groupsOf(runsPassing(records, filter), grouping), [records, filter, grouping]);
  // Those that are selected are compared whatever else is filtered out of sight.
  const everyGroup = useMemo(() => groupsOf(records, grouping), [records, grouping]);
  const chosen = useMemo(() => everyGroup.filter(({ key }) => selected.has(key)), [everyGroup, selected]);
  const baseline =
    choice.baseline === undefined ? (usualBaseline(chosen.length > 0 ? chosen : groups)?.key ?? null) : choice.baseline;
  const rows = useMemo(
    () => sorted(rowsPassing(groupSummaries(groups, { baseline, reach, margin }), filter), order),
    [groups, baseline, reach, margin, filter, order],
  );
  const compared = useMemo(
    () => groupSummaries(chosen, { baseline, reach, margin }),
    [chosen, baseline, reach, margin],
  );
  const change = (changes: Partial<RunsChoice>) => {
    setChoice((old) => ({ ...old, ...changes }));
    if (changes.grouping !== undefined && changes.grouping !== grouping) {
      setSelected(new Set());
      setChoice((old) => ({ ...old, baseline: undefined }));
    }
  };
  const toggle = (key: string) => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    setSelected(next);
  };
  return (
    <>
      <RunsControls choice={choice} unread={filter.unread} onChange={change} />
      {rows.length === 0 && <p className="runs-none">{words.noneFound}</p>}
      <RunsTable
        rows={rows}
        all={records}
        order={order}
        onSort={(by) => change({ order: nextOrder(order, by) })}
        selected={selected}
        onToggle={toggle}
      />
      <p className="runs-note">{words.meaning}</p>
      <section className="runs-compare" aria-label={words.compare}>
        <div className="runs-compare-head">
          <h3>{words.compare}</h3>
          {chosen.length > 0 && (
            <>
              <span>{words.selected(chosen.length)}</span>
              <button type="button" className="quiet" onClick={() => setSelected(new Set())}>
                {words.clear}
              </button>
              <RunExports compared={compared} baseline={baseline} choice={choice} />
            </>
          )}
        </div>
        {chosen.length === 0 ? (
          <p>{words.pick}</p>
        ) : (
          <ComparePanel compared={compared} baseline={baseline} choice={choice} onChange={change} />
        )}
      </section>
    </>
  );
}
