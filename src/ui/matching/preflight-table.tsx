import type { KeyboardEvent, ReactNode } from "react";
import { useRef, useState } from "react";
import { isSamePair } from "../../core/hand-matching.ts";
import type { PreflightRow } from "../../core/preflight.ts";
import { cellAfter } from "../matrices/cell-navigation.ts";
import type { MatchState } from "./match-state.ts";
import { useMessages } from "../messages/messages.ts";
import type { MatchingView } from "./use-matching.ts";

interface PreflightTableProps {
  readonly view: MatchingView;
  /** Adds the match of a row, or takes it away. */
  onToggle(this: void, row: PreflightRow, chosen: boolean): void;
}

/** Every teacher pair against every student pair. */
export function PreflightTable({ view, onToggle }: PreflightTableProps): ReactNode {
  const { matching } = useMessages();
  const { table: words } = matching;
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const rows = rowsOf(view.rows);
  const columns = rows[0] ?? [];
  const isRemedied = view.settings.remedy.kind !== "none";
  const stateOf = (row: PreflightRow): MatchState => {
    const named = view.pairs.find(({ pair }) => isSamePair(pair, row.taps));
    if (!named) return "free";
    return view.outcome.matches.some(({ name }) => name === named.name) ? "matched" : "blocked";
  };
  const current = [Math.min(at[0], rows.length - 1), Math.min(at[1], columns.length - 1)] as const;
  const shown = rows[current[0]]?.[current[1]];
  const onKeyDown = (event: KeyboardEvent) => {
    const shape = [rows.length, columns.length] as const;
    const next = cellAfter(event.key, event.ctrlKey || event.metaKey, current, shape);
    if (!next) return;
    event.preventDefault();
    table.current?.querySelectorAll("button")[next[0] * columns.length + next[1]]?.focus();
  };
  if (!shown) return <p>{words.none}</p>;
  return (
    <div className="preflight">
      <p className="matching-hint" id="preflight-caption">
        {words.caption}
      </p>
      <div className="preflight-scroll">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- a table whose cells are walked by arrows is a grid */}
        <table ref={table} role="grid" aria-labelledby="preflight-caption" onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <th scope="col">{words.corner}</th>
              {columns.map(({ student }) => (
                <th key={student} scope="col" className="hand-student">
                  {student}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, a) => (
              <tr key={cells[0]!.teacher}>
                <th scope="row" className="hand-teacher">
                  {cells[0]!.teacher}
                </th>
                {cells.map((row, b) => (
                  <td key={row.student}>
                    <PreflightCell
                      row={row}
                      state={stateOf(row)}
                      isRemedied={isRemedied}
                      focusable={a === current[0] && b === current[1]}
                      disabled={view.fixed}
                      onPoint={() => setAt([a, b])}
                      onToggle={onToggle}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="preflight-sentence" aria-hidden="true">
        <strong>
          {shown.teacher} · {shown.student}
        </strong>{" "}
        {words.sentence(shown, isRemedied)}
      </p>
    </div>
  );
}

interface PreflightCellProps {
  readonly row: PreflightRow;
  readonly state: MatchState;
  readonly isRemedied: boolean;
  readonly focusable: boolean;
  readonly disabled: boolean;
  onPoint(this: void): void;
  onToggle(this: void, row: PreflightRow, chosen: boolean): void;
}

function PreflightCell(props: PreflightCellProps): ReactNode {
  const { row, state, isRemedied, focusable, disabled, onPoint, onToggle } = props;
  const chosen = state !== "free";
  const { table: words } = useMessages().matching;
  const { fit } = row;
  return (
    <button
      type="button"
      className={`preflight-cell preflight-${fit.kind}`}
      tabIndex={focusable ? 0 : -1}
      aria-pressed={chosen}
      aria-disabled={disabled}
      aria-label={words.cell(row, state, isRemedied)}
      onPointerEnter={onPoint}
      onFocus={onPoint}
      onClick={() => !disabled && onToggle(row, chosen)}
    >
      <span className="preflight-kind">{words.kind(row, isRemedied)}</span>
      <span className="preflight-shapes">{words.shapes(row)}</span>
      {"pooled" in fit && fit.pooled.length > 0 && <span className="preflight-by">{words.byShort(fit.pooled)}</span>}
      {state !== "free" && <span className={`preflight-${state}`}>{words.states[state]}</span>}
    </button>
  );
}

/** One list for each teacher pair. */
function rowsOf(all: readonly PreflightRow[]): PreflightRow[][] {
  const names = [...new Set(all.map(({ teacher }) => teacher))];
  return names.map((name) => all.filter(({ teacher }) => teacher === name));
}
