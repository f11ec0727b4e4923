/** What came out: one line always in sight, the whole table a click away. */
import { memo, useMemo, useState, type ReactNode } from "react";
import { viewKey } from "../../client/phases.ts";
import { isSetupOf } from "../../client/settings.ts";
import type { RunStyle } from "../curves/run-style.ts";
import { runStyles } from "../curves/run-style.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { curveRuns } from "./curve-runs.ts";
import { NotYet, ResultsTable } from "./results-table.tsx";

/** The rest of a long plan stands in the table. */
const runsInLine = 6;

export const Results = memo(function Results(): ReactNode {
  const messages = useMessages();
  const { results, regions } = messages;
  const views = useLabState((state) => state.views);
  const shown = useLabState((state) => state.shown);
  const setup = useLabState((state) => state.setup);
  const recorded = useLabState((state) => state.run.status === "recorded");
  const changed = useMemo(() => shown !== null && !isSetupOf(setup, shown.document), [setup, shown]);
  const plan = shown?.plan ?? null;
  const runs = plan ? curveRuns(messages, plan, views, recorded) : [];
  const styles = runStyles(runs);
  const [open, setOpen] = useState(false);
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
          {changed && <li className="results-changed">{results.changedSince}</li>}
        </ul>
      </summary>
      {open && (plan ? <ResultsTable plan={plan} views={views} /> : <p className="region-empty">{regions.empty}</p>)}
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
