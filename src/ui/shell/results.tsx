/** What came out: one line always in sight, the whole table a click away. */
import { memo, useMemo, type ReactNode } from "react";
import type { Views } from "../../client/live-run.ts";
import { viewKey } from "../../client/phases.ts";
import type { RunView } from "../../client/run-view.ts";
import { isSetupOf } from "../../client/settings.ts";
import type { Experiment, Plan } from "../../core/experiment.ts";
import type { RunStyle } from "../curves/run-style.ts";
import { runStyles } from "../curves/run-style.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { curveRuns } from "./curve-runs.ts";

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
  return (
    <details className="results">
      <summary>
        <h2>{recorded ? `${results.title} (${regions.recorded})` : results.title}</h2>
        <ul>
          {runs.length === 0 && <li>{results.noneYet}</li>}
          {runs.map(({ view, label }, index) => (
            <li key={viewKey(view.run)}>
              <LineSample style={styles[index]!} /> {label}{" "}
              <strong>{view.testAccuracy.last === null ? <NotYet /> : results.accuracy(view.testAccuracy.last)}</strong>
            </li>
          ))}
          {changed && <li className="results-changed">{results.changedSince}</li>}
        </ul>
      </summary>
      {plan ? <ResultsTable plan={plan} views={views} /> : <p className="region-empty">{regions.empty}</p>}
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

function ResultsTable({ plan, views }: { readonly plan: Plan; readonly views: Views }): ReactNode {
  const { results } = useMessages();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls where it is narrow
    <section className="results-table" tabIndex={0} aria-label={results.title}>
      <table>
        <caption>
          {results.caption} {results.bestMeaning}
        </caption>
        <thead>
          <tr>
            <th scope="col">{results.experiment}</th>
            <th scope="col">{results.seed}</th>
            <th scope="col">{results.iterations}</th>
            <th scope="col">{results.validation}</th>
            <th scope="col">{results.last}</th>
            <th scope="col">{results.best}</th>
            <th scope="col">{results.weights}</th>
          </tr>
        </thead>
        <tbody>
          {plan.seeds.flatMap((seed) =>
            plan.experiments.map((experiment) => {
              const key = viewKey({ experiment: experiment.name, seed });
              return <ResultRow key={key} experiment={experiment} seed={seed} view={views[key]} />;
            }),
          )}
        </tbody>
      </table>
    </section>
  );
}

interface ResultRowProps {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly view: RunView | undefined;
}

function ResultRow({ experiment, seed, view }: ResultRowProps): ReactNode {
  const { results } = useMessages();
  const { method, task, name } = experiment;
  const fsp = method.kind === "fsp" ? method.schedule.iterations : 0;
  const done = doneOf(view, fsp);
  const hash = view?.result?.weightsHash;
  return (
    <tr data-experiment={name} data-seed={seed}>
      <th scope="row">{name}</th>
      <td>{seed}</td>
      <td>{results.of(done, fsp + task.iterations)}</td>
      <Accuracy value={view?.curves.validationAccuracy.values.at(-1)} />
      <Accuracy value={view?.testAccuracy.last} />
      <Accuracy value={view?.testAccuracy.best} />
      <td className="mono" title={hash}>
        {hash?.slice(0, 8) ?? <NotYet />}
      </td>
    </tr>
  );
}

/** Of the student's own iterations; the teacher's were before them. */
function doneOf(view: RunView | undefined, fsp: number): number {
  if (!view?.done) return 0;
  const { stage, step } = view.done;
  return stage === 0 ? 0 : stage === 1 ? step : fsp + step;
}

function Accuracy({ value }: { readonly value: number | null | undefined }): ReactNode {
  const { results } = useMessages();
  return <td>{typeof value === "number" ? results.accuracy(value) : <NotYet />}</td>;
}

function NotYet(): ReactNode {
  const { results } = useMessages();
  return (
    <>
      <span aria-hidden="true">{results.notYet}</span>
      <span className="visually-hidden">{results.notYetMeaning}</span>
    </>
  );
}
