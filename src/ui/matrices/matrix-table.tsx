import type { ReactNode } from "react";
import { useState } from "react";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { matrixCsv } from "../../core/matrix-csv.ts";
import { saveCsv } from "./csv-file.ts";
import type { MatrixKind, MatrixShape } from "./pair-data.ts";
import { Segmented } from "./segmented.tsx";
import "./matrix-table.css";

/** As many cells as a slow machine lays out without a noticeable pause. */
const cellsAtOnce = 512;

export interface TabledMatrix {
  readonly kind: MatrixKind;
  readonly shape: MatrixShape;
  /** Null where it was not measured yet. */
  readonly values: Float32Array | null;
}

interface MatrixTableProps {
  readonly pair: string;
  /** At least one. */
  readonly matrices: readonly TabledMatrix[];
  /** Of the CSV, without which matrix it is and without an ending. */
  readonly fileName: string;
}

/** The numbers behind one heatmap, some rows at a time; built only once it is opened. */
export function MatrixTable(props: MatrixTableProps): ReactNode {
  const { matrices: words } = useMessages();
  const [open, setOpen] = useState(false);
  return (
    <details className="matrices-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.table}</summary>
      {open && <OpenTable {...props} />}
    </details>
  );
}

function OpenTable({ pair, matrices, fileName }: MatrixTableProps): ReactNode {
  const { matrices: words, insight } = useMessages();
  const [kind, setKind] = useState<MatrixKind>("teacher");
  const [top, setTop] = useState(0);
  const { shape, values } = matrices.find((matrix) => matrix.kind === kind) ?? matrices[0]!;
  const [rows, columns] = shape;
  const rowsAtOnce = Math.max(1, Math.min(rows, Math.floor(cellsAtOnce / columns)));
  const first = Math.min(top, rows - 1);
  const shown = Array.from({ length: Math.min(rowsAtOnce, rows - first) }, (_, index) => first + index);
  return (
    <>
      <div className="matrices-table-tools">
        <Segmented<MatrixKind>
          legend={words.whichMatrix}
          options={matrices.map((matrix) => ({ value: matrix.kind, label: words.kinds[matrix.kind] }))}
          value={kind}
          onChange={setKind}
        />
        {values && (
          <>
            <button type="button" onClick={() => saveCsv(`${fileName}-${kind}`, csvOf(shape, values))}>
              {insight.saveCsv}
            </button>
            <CopyButton text={() => csvOf(shape, values)} />
          </>
        )}
        {rowsAtOnce < rows && (
          <span className="matrices-paging">
            <button type="button" disabled={first === 0} onClick={() => setTop(Math.max(0, first - rowsAtOnce))}>
              {words.earlierRows}
            </button>
            {words.rowsShown(first, shown.at(-1)!, rows)}
            <button type="button" disabled={first + rowsAtOnce >= rows} onClick={() => setTop(first + rowsAtOnce)}>
              {words.laterRows}
            </button>
          </span>
        )}
      </div>
      {values ? (
        <section
          className="matrices-table"
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
          tabIndex={0}
          aria-label={words.gridName(kind, pair, shape)}
        >
          <table>
            <thead>
              <tr>
                <th scope="col">{words.corner}</th>
                {Array.from({ length: columns }, (_, b) => (
                  <th key={b} scope="col">
                    {b}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((a) => (
                <tr key={a}>
                  <th scope="row">{a}</th>
                  {Array.from(values.subarray(a * columns, (a + 1) * columns), (value, b) => (
                    <td key={b}>{significant(value)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <p>{words.notYet[kind]}</p>
      )}
    </>
  );
}

/** By index, in whatever order they are shown: for other programs. */
function csvOf([rows, columns]: MatrixShape, values: Float32Array): string {
  const names = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  return matrixCsv(values, "a\\b", names(rows), names(columns));
}

type CopyState = "ready" | "copied" | "refused";

function CopyButton({ text }: { text(this: void): string }): ReactNode {
  const { matrices: words } = useMessages();
  const [state, setState] = useState<CopyState>("ready");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setState("copied");
    } catch {
      setState("refused"); // No permission, or a page without a secure origin.
    }
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        {words.copy}
      </button>
      <output>{words.copyStates[state]}</output>
    </>
  );
}
