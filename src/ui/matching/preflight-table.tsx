import type { KeyboardEvent, ReactNode } from "react";
import { useRef, useState } from "react";
import { isSamePair } from "../../core/hand-matching.ts";
import type { PreflightRow } from "../../core/preflight.ts";
import { cellAfter } from "../matrices/cell-navigation.ts";
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
  const isChosen = (row: PreflightRow) => view.pairs.some(({ pair }) => isSamePair(pair, row.taps));
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
                      chosen={isChosen(row)}
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
        {words.sentence(shown)}
      </p>
    </div>
  );
}

interface PreflightCellProps {
  readonly row: PreflightRow;
  readonly chosen: boolean;
  readonly focusable: boolean;
  readonly disabled: boolean;
  onPoint(this: void): void;
  onToggle(this: void, row: PreflightRow, chosen: boolean): void;
}

function PreflightCell({ row, chosen, focusable, disabled, onPoint, onToggle }: PreflightCellProps): ReactNode {
  const { table: words } = useMessages().matching;
  const { fit } = row;
  return (
    <button
      type="button"
      className={`preflight-cell preflight-${fit.kind}`}
      tabIndex={focusable ? 0 : -1}
      aria-pressed={chosen}
      aria-disabled={disabled}
      aria-label={words.cell(row, chosen)}
      onPointerEnter={onPoint}
      onFocus={onPoint}
      onClick={() => !disabled && onToggle(row, chosen)}
    >
      <span className="preflight-kind">{words.fits[fit.kind]}</span>
      <span className="preflight-shapes">{words.shapes(row)}</span>
      {"pooled" in fit && fit.pooled.length > 0 && <span className="preflight-by">{words.byShort(fit.pooled)}</span>}
      {chosen && <span className="preflight-matched">{words.matched}</span>}
    </button>
  );
}

/** One list for each teacher pair. */
function rowsOf(all: readonly PreflightRow[]): PreflightRow[][] {
  const names = [...new Set(all.map(({ teacher }) => teacher))];
  return names.map((name) => all.filter(({ teacher }) => teacher === name));
}
