import type { ReactNode } from "react";
import { Fragment } from "react";
import { iterationsOf, stepsDone } from "../../client/phases.ts";
import type { Series } from "../../client/run-view.ts";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { distancesOf, type Learner } from "./curve-data.ts";
import type { CurveRun } from "./curve-run.ts";
import type { RunStyle } from "./run-style.ts";

interface RunsTableProps {
  readonly runs: readonly CurveRun[];
  readonly styles: readonly RunStyle[];
  readonly learner: Learner;
  /** The run's name has a line of its own. */
  readonly narrow: boolean;
}

const last = ({ values }: Series) => values.at(-1) ?? null;

/** The legend, and the last measured values as text. */
export function RunsTable({ runs, styles, learner, narrow }: RunsTableProps): ReactNode {
  const { curves: words } = useMessages();
  const text = (value: number | null, write: (value: number) => string) => (value === null ? "–" : write(value));
  const columns = words.columns[learner];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls where names are long, by keys too
    <div className="curves-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {!narrow && <th scope="col">{columns.run}</th>}
            <th scope="col">{columns.iterations}</th>
            <th scope="col">{columns.loss}</th>
            <th scope="col">{columns.validation}</th>
            {learner === "student" && <th scope="col">{words.lastDistance(distancesOf(runs))}</th>}
          </tr>
        </thead>
        <tbody>
          {runs.map(({ view, label, role, recorded }, index) => {
            const { curves, done } = view;
            const ofTeacher = learner === "teacher";
            const name = (
              <th scope={narrow ? "rowgroup" : "row"} colSpan={narrow ? 4 : 1}>
                <svg width="34" height="10" aria-hidden="true">
                  <path
                    d="M0 5H34"
                    stroke={styles[index]!.colour}
                    strokeWidth="2.5"
                    strokeDasharray={styles[index]!.dash}
                  />
                </svg>
                <span style={{ color: styles[index]!.ink }}>{styles[index]!.letter}</span> {label}{" "}
                <span className="curves-role">{words.roleNote(role, recorded)}</span>
              </th>
            );
            const taught = ofTeacher ? iterationsOf(view, 0) : null;
            const at = taught === null ? done : { stage: 0 as const, step: stepsDone(view, 0, taught) };
            const loss = last(ofTeacher ? curves.teacherLoss : curves.taskLoss);
            const validation = last(ofTeacher ? curves.teacherValidationAccuracy : curves.validationAccuracy);
            const values = (
              <>
                <td>{at ? words.progress(at, iterationsOf(view, at.stage)) : "–"}</td>
                <td>{text(loss, significant)}</td>
                <td>{text(validation, words.accuracy)}</td>
                {!ofTeacher && <td>{text(last(curves.fspDistance), significant)}</td>}
              </>
            );
            return narrow ? (
              <Fragment key={styles[index]!.letter}>
                <tr>{name}</tr>
                <tr>{values}</tr>
              </Fragment>
            ) : (
              <tr key={styles[index]!.letter}>
                {name}
                {values}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
