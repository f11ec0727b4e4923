import type { CSSProperties, ReactNode } from "react";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { RunView } from "../../client/run-view.ts";
import { shownAt } from "../../client/time-cursor.ts";
import type { Look, LookAnswer, Side } from "../../core/look.ts";
import { matrixCsv } from "../../core/matrix-csv.ts";
import { useLab } from "../lab-context.ts";
import { saveCsv } from "../matrices/csv-file.ts";
import { Segmented } from "../matrices/segmented.tsx";
import { useMessages } from "../messages/messages.ts";
import { integer, percent } from "../numbers.ts";
import { useSame } from "../use-same.ts";
import { LookState } from "./look-state.tsx";
import { useHeldAnswer } from "./use-held-answer.ts";
import { useLook } from "./use-look.ts";
import "./predictions.css";

interface ConfusionPanelProps {
  readonly run: RunView;
  readonly hasTeacher: boolean;
  readonly going: boolean;
}

/** What a network takes the held-out images of each class for, at the time cursor. */
export function ConfusionPanel({ run, hasTeacher, going }: ConfusionPanelProps): ReactNode {
  const { predictions: words } = useMessages();
  const { looks } = useLab();
  const [of, setOf] = useState<Side["of"]>("student");
  const cursor = useStore(looks.store, (state) => state.cursor);
  const at = useSame(shownAt(run, cursor).at);
  const look = useMemo(
    (): Look | null => at && { type: "confusion", side: of === "teacher" ? { of } : { of, at } },
    [of, at],
  );
  const looked = useLook(run.run, look, going && of === "student" && at === "now");
  const { answer, isCurrent } = useHeldAnswer(looked, "confusion", run.run, of);
  return (
    <div className="predictions" aria-busy={!isCurrent}>
      {hasTeacher && (
        <Segmented<Side["of"]>
          named
          legend={words.whose}
          options={[
            { value: "teacher", label: words.sides.teacher },
            { value: "student", label: words.sides.student },
          ]}
          value={of}
          onChange={setOf}
        />
      )}
      {answer ? (
        <ConfusionTable answer={answer} of={of} name={`${run.run.experiment}-s${run.run.seed}`} />
      ) : (
        <LookState looked={looked} />
      )}
    </div>
  );
}

/** Of a class, in letters: longer ones are wider than a column of numbers. */
const longestLyingName = 6;

interface ConfusionTableProps {
  readonly answer: Extract<LookAnswer, { type: "confusion" }>;
  readonly of: Side["of"];
  /** The run's, for the CSV's file. */
  readonly name: string;
}

/** A row for each class; a cell is the darker, the larger its share of the row. */
function ConfusionTable({ answer: { moment, classes, counts }, of, name: run }: ConfusionTableProps): ReactNode {
  const { predictions: words, matrices, insight } = useMessages();
  const n = classes.length;
  const rows = classes.map((name, label) => ({ name, counts: counts.subarray(label * n, (label + 1) * n) }));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isLong = classes.some(({ length }) => length > longestLyingName);
  const right = rows.reduce((sum, row, label) => sum + row.counts[label]!, 0);
  return (
    <>
      <p>
        {words.confusion(percent(right / total), integer(total))} {moment && <strong>{matrices.after(moment)}</strong>}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls on a phone, by keys too */}
      <div className="confusion" tabIndex={0}>
        <table className={`confusion-table predictions-${of}${isLong ? " confusion-long" : ""}`}>
          <thead>
            <tr>
              <th scope="col">{words.corner}</th>
              {classes.map((name) => (
                <th key={name} scope="col">
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, label) => {
              const all = row.counts.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={row.name}>
                  <th scope="row">{row.name}</th>
                  {Array.from(row.counts, (count, column) => {
                    const share = all > 0 ? count / all : 0;
                    // oxlint-disable-next-line no-unsafe-type-assertion -- React's type knows no custom properties
                    const style = { "--share": `${Math.round(70 * share)}%` } as CSSProperties;
                    return (
                      <td
                        key={classes[column]}
                        style={style}
                        className={label === column ? "confusion-right" : undefined}
                      >
                        {count > 0 && integer(count)}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <button
        type="button"
        className="confusion-save"
        onClick={() => {
          const when = moment ? `-stage${moment.stage}-${moment.step}` : "";
          saveCsv(`${run}-confusion-${of}${when}`, matrixCsv(counts, words.corner, classes, classes));
        }}
      >
        {insight.saveCsv}
      </button>
    </>
  );
}
