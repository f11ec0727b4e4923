/** The results of a plan's runs, some rows at a time, and those of the teachers that they had. */
import { useState, type ReactNode } from "react";
import type { Views } from "../../client/live-run.ts";
import { iterationsOf, stepsDone, viewKey } from "../../client/phases.ts";
import type { RunView } from "../../client/run-view.ts";
import type { Experiment, Plan } from "../../core/experiment.ts";
import { stageOneIterations } from "../../core/methods/facts.ts";
import { runsOf } from "../../core/plan-runs.ts";
import { useMessages } from "../messages/messages.ts";
import type { TeacherView } from "./teachers.ts";
import { teachersOf } from "./teachers.ts";

/** A plan may have 6,400 runs: all rows together take a second to lay out. */
const rowsAtOnce = 50;

interface ResultsTableProps {
  readonly plan: Plan;
  readonly views: Views;
}

export function ResultsTable({ plan, views }: ResultsTableProps): ReactNode {
  const { results } = useMessages();
  const [top, setTop] = useState(0);
  const runs = runsOf(plan);
  const first = top < runs.length ? top : 0;
  const shown = runs.slice(first, first + rowsAtOnce);
  return (
    <>
      <p className="results-caption">
        {results.caption} {results.bestMeaning}
      </p>
      {runs.length > rowsAtOnce && (
        <p className="results-paging">
          <button type="button" disabled={first === 0} onClick={() => setTop(first - rowsAtOnce)}>
            {results.earlier}
          </button>
          {results.shown(first + 1, first + shown.length, runs.length)}
          <button type="button" disabled={first + rowsAtOnce >= runs.length} onClick={() => setTop(first + rowsAtOnce)}>
            {results.later}
          </button>
        </p>
      )}
      {plan.experiments.map(({ name }) => {
        const copied = copiedIn(views, name);
        return copied && <p key={name}>{`${name}: ${results.copied(copied)}`}</p>;
      })}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls where it is narrow */}
      <section className="results-table" tabIndex={0} aria-label={results.title}>
        <table>
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
            {shown.map(({ run, experiment }) => (
              <ResultRow key={viewKey(run)} experiment={experiment} seed={run.seed} view={views[viewKey(run)]} />
            ))}
          </tbody>
          <tbody>
            {teachersOf(plan, views).map((row) => (
              <TeacherRow key={row.key} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** What a student of this experiment began with; the same for every seed. */
function copiedIn(views: Views, experiment: string): RunView["copied"] {
  return Object.values(views).find(({ run, copied }) => copied && run.experiment === experiment)?.copied ?? null;
}

interface ResultRowProps {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly view: RunView | undefined;
}

function ResultRow({ experiment, seed, view }: ResultRowProps): ReactNode {
  const { results, regions } = useMessages();
  const { method, task, name } = experiment;
  const stageOne = stageOneIterations(method);
  return (
    <tr data-experiment={name} data-seed={seed}>
      <th scope="row">{regions.experiment(name)}</th>
      <td>{seed}</td>
      <td>
        {results.of(stepsDone(view, 1, stageOne) + stepsDone(view, 2, task.iterations), stageOne + task.iterations)}
      </td>
      <Accuracy value={view?.curves.validationAccuracy.values.at(-1)} />
      <Accuracy value={view?.testAccuracy.last} />
      <Accuracy value={view?.testAccuracy.best} />
      <Hash digits={view?.result?.weightsHash} />
    </tr>
  );
}

function TeacherRow({ row }: { readonly row: TeacherView }): ReactNode {
  const { teacher, seed, view } = row;
  const { result, curves } = view;
  const { results, regions } = useMessages();
  const planned = iterationsOf(view, 0);
  return (
    <tr className="results-teacher">
      <th scope="row">{regions.teacherOf(teacher.network)}</th>
      <td>{seed ?? <NotYet />}</td>
      <td>{planned === null ? results.cameTrained : results.of(stepsDone(view, 0, planned), planned)}</td>
      <Accuracy value={result?.teacher?.validation ?? curves.teacherValidationAccuracy.values.at(-1)} />
      <Accuracy value={result?.teacher?.test} />
      <td>{results.notYet}</td>
      <Hash digits={result?.teacherWeightsHash ?? undefined} />
    </tr>
  );
}

function Accuracy({ value }: { readonly value: number | null | undefined }): ReactNode {
  const { results } = useMessages();
  return <td>{typeof value === "number" ? results.accuracy(value) : <NotYet />}</td>;
}

function Hash({ digits }: { readonly digits: string | undefined }): ReactNode {
  return (
    <td className="mono" title={digits}>
      {digits?.slice(0, 8) ?? <NotYet />}
    </td>
  );
}

export function NotYet(): ReactNode {
  const { results } = useMessages();
  return (
    <>
      <span aria-hidden="true">{results.notYet}</span>
      <span className="visually-hidden">{results.notYetMeaning}</span>
    </>
  );
}
