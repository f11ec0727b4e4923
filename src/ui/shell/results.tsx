/** What came out: one line always in sight, the whole table a click away. */
import { memo, useMemo, useState, type ReactNode } from "react";
import { viewKey } from "../../client/phases.ts";
import { isReferenceOf } from "../../client/reference.ts";
import { isSetupOf } from "../../client/settings.ts";
import type { RunStyle } from "../curves/run-style.ts";
import { runStyles } from "../curves/run-style.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { comparedRuns, verdictOf } from "../reproduction/compared-runs.ts";
import { ReproductionPanel } from "../reproduction/reproduction-panel.tsx";
import { Verdict } from "../reproduction/verdict.tsx";
import { curveRuns } from "./curve-runs.ts";
import { NotYet, ResultsTable } from "./results-table.tsx";

/** The rest of a long plan stands in the table. */
const runsInLine = 6;

export const Results = memo(function Results(): ReactNode {
  const messages = useMessages();
  const { results, regions, reproduction } = messages;
  const views = useLabState((state) => state.views);
  const shown = useLabState((state) => state.shown);
  const setup = useLabState((state) => state.setup);
  const hash = useLabState((state) => state.hash);
  const recorded = useLabState((state) => state.run.status === "recorded");
  const changed = useMemo(() => shown !== null && !isSetupOf(setup, shown.document), [setup, shown]);
  const plan = shown?.plan ?? null;
  const runs = plan ? curveRuns(messages, plan, views, recorded) : [];
  const styles = runStyles(runs);
  const [open, setOpen] = useState(false);
  const kept = useLabState((state) => state.reference);
  const reference = useMemo(() => (kept && shown && isReferenceOf(kept, shown.document) ? kept : null), [kept, shown]);
  // A recording is what others are held against.
  const compared = reference && plan && !recorded ? comparedRuns(reference, plan, views) : [];
  const verdict = verdictOf(compared);
  return (
    <details className="results" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{recorded ? `${results.title} (${regions.recorded})` : results.title}</h2>
        <ul>
          {runs.length === 0 && <li>{results.noneYet}</li>}
          {runs.slice(0, runsInLine).map(({ view, label }, index) => (
            <li key={viewKey(view.run)}>
              <LineSample style={styles[index]!} /> {label}{" "}
              <strong>{view.testAccuracy.last === null ? <NotYet /> : results.accuracy(view.testAccuracy.last)}</strong>
            </li>
          ))}
          {runs.length > runsInLine && <li>{results.more(runs.length - runsInLine)}</li>}
          {verdict && (
            <li>
              <Verdict good={verdict === "reproduced"}>{reproduction.summary[verdict]}</Verdict>
            </li>
          )}
          {changed && <li className="results-changed">{results.changedSince}</li>}
        </ul>
      </summary>
      {open && (plan ? <ResultsTable plan={plan} views={views} /> : <p className="region-empty">{regions.empty}</p>)}
      {open && plan && (
        <ReproductionPanel
          reference={recorded ? null : reference}
          runs={compared}
          views={runs.map(({ view }) => view)}
          hash={changed ? null : hash}
        />
      )}
    </details>
  );
});

/** The same line and letter as in the curves. */
function LineSample({ style: { letter, colour, ink, dash } }: { readonly style: RunStyle }): ReactNode {
  return (
    <>
      <svg width="28" height="10" aria-hidden="true">
        <path d="M0 5H28" stroke={colour} strokeWidth="2.5" strokeDasharray={dash} />
      </svg>{" "}
      <span style={{ color: ink }}>{letter}</span>
    </>
  );
}
