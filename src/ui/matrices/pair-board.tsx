import type { ReactNode } from "react";
import { Fragment, useMemo, useRef, useState } from "react";
import type { RunView } from "../../client/run-view.ts";
import type { Subject } from "../../core/look.ts";
import { inOrder } from "../../core/matrix-order.ts";
import type { FspSettings } from "../../core/fsp-settings.ts";
import type { Match } from "../../core/pairs.ts";
import type { MatricesReport } from "../../core/report.ts";
import { madeThrough } from "../compared/compared-by.ts";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { useIsLow } from "../window-size.ts";
import { CellMaths } from "./cell-maths.tsx";
import { CellReadout } from "./cell-readout.tsx";
import { ColourBar } from "./colour-bar.tsx";
import { breakpoints } from "./breakpoints.ts";
import { createMarkStore } from "./mark.ts";
import { MatrixGrid } from "./matrix-grid.tsx";
import type { Domain } from "./scales.ts";
import type { OrderName } from "./shown-order.ts";
import { orderedBy, shownOrder } from "./shown-order.ts";
import type { MatrixKind, PairData } from "./pair-data.ts";
import { matrixKinds } from "./pair-data.ts";
import { PairTables } from "./pair-tables.tsx";
import { Segmented } from "./segmented.tsx";

interface PairBoardProps {
  readonly run: RunView | null;
  readonly pair: PairData;
  /** The images that the matrices are of; null where no worker can look at them. */
  readonly subject: Subject | null;
  readonly order: OrderName;
  /** The pair's, whose clusters the rows and columns follow: the same whichever images are shown. */
  readonly clustered: Float32Array | null;
  readonly domain: Domain;
  /** Null where the matrices are the networks' own. */
  readonly comparison: FspSettings | null;
  readonly match: Match | null;
  /** When the student's matrices were measured. */
  readonly measuredAfter: Pick<MatricesReport, "stage" | "step"> | null;
  /** The panel's, in pixels. */
  readonly width: number;
}

/** Of a figure, whose words need more room than its matrix. */
const widest = 200;
const largest = 176;
const largestInLowWindow = 128;
/** Where a cell's mathematics is to be seen below without scrolling. */
const largestAboveMaths = 96;
const [listWidth, readoutWidth, figureGap] = [168, 212, 20];

/** A figure's width: three beside the list and the readout, three under the list, or one alone. */
function widthFor(width: number): number {
  if (width < breakpoints.oneAtATime) return Math.min(320, width - 8);
  const beside = width < breakpoints.readoutBeside ? 0 : listWidth + readoutWidth;
  return Math.min(widest, Math.floor((width - beside - 2 * figureGap) / 3));
}

/** One pair large: teacher, student, difference, their colours in numbers, and the marked cell. */
export function PairBoard({
  run,
  pair,
  subject,
  order: by,
  clustered,
  domain,
  comparison,
  match,
  measuredAfter,
  width,
}: PairBoardProps): ReactNode {
  const { matrices: words, insight } = useMessages();
  const [mark] = useState(createMarkStore);
  const [alone, setAlone] = useState<MatrixKind>("student");
  const board = useRef<HTMLDivElement>(null);
  const narrow = width < breakpoints.oneAtATime;
  const kinds = narrow ? [alone] : matrixKinds;
  const figure = widthFor(width);
  const isLow = useIsLow();
  const most = subject ? largestAboveMaths : isLow ? largestInLowWindow : largest;
  const side = narrow ? figure : Math.min(figure, most);
  const pixels = side * globalThis.devicePixelRatio;
  // Whole device pixels, so that every cell is an equal square.
  const cell = Math.max(1, Math.floor(pixels / Math.max(...pair.shape))) / globalThis.devicePixelRatio;
  const { shape, values: matrices } = pair;
  const orders = orderedBy(by, clustered, matrices.difference);
  const order = useMemo(() => shownOrder(by, orders, shape), [by, orders, shape]);
  const tables = (
    <PairTables
      pair={pair.name}
      matrices={matrixKinds.map((kind) => ({ kind, shape, values: matrices[kind] }))}
      run={run}
      after={measuredAfter}
    />
  );
  const onLeave = () => board.current?.focus();
  return (
    <div className="matrices-board" ref={board} tabIndex={-1}>
      {narrow && (
        <Segmented<MatrixKind>
          legend={words.whichMatrix}
          options={matrixKinds.map((value) => ({ value, label: words.kinds[value] }))}
          value={alone}
          onChange={setAlone}
        />
      )}
      <div className="matrices-figures">
        {kinds.map((kind) => {
          const values = matrices[kind];
          return (
            <figure key={kind} className={`matrices-figure matrices-${kind}`} style={{ width: figure }}>
              <figcaption>
                <strong>{words.captions[kind]}</strong> {words.shape(pair.shape)}
                {comparison && kind !== "difference" && <Made comparison={comparison} side={kind} />}
              </figcaption>
              {values ? (
                <MatrixGrid
                  pair={pair}
                  kind={kind}
                  values={order ? inOrder(values, shape, order) : values}
                  order={order}
                  cell={cell}
                  mark={mark}
                  onLeave={onLeave}
                />
              ) : (
                <p className="matrices-missing" style={{ height: pair.shape[0] * cell }}>
                  {words.notYet[kind]}
                </p>
              )}
              {values && <ColourBar scale={pair.scales[kind]} label={insight.scaleNotes[domain][kind]} />}
              <p className="matrices-axes">
                {words.axes[kind](kind === "difference" ? null : (match?.[kind] ?? null)).map((line) => (
                  <span key={line}>{breakable(line)}</span>
                ))}
              </p>
            </figure>
          );
        })}
      </div>
      {run && subject && (
        <CellMaths
          run={run}
          pair={pair}
          comparison={comparison}
          mark={mark}
          subject={subject}
          measuredAfter={measuredAfter}
        />
      )}
      <div className="matrices-side">
        <p className="matrices-after">
          <strong>{pair.name}</strong> {measuredAfter ? words.after(measuredAfter) : words.notMeasured}
        </p>
        {pair.distance !== null && (
          <p title={words.distanceMeaning}>
            {words.distance(significant(pair.distance))} <span className="matrices-hint">{words.distanceMeaning}</span>
          </p>
        )}
        {subject ? tables : <CellReadout run={run} pair={pair} mark={mark} made={null} />}
      </div>
      {!subject && tables}
    </div>
  );
}

/** What came before the matrix that is drawn. */
function Made({ comparison, side }: MadeProps): ReactNode {
  const { app, compared } = useMessages();
  const made = madeThrough(comparison, side);
  if (made.length === 0) return null;
  return (
    <span title={app.list(made.map((by) => compared.made[by].whole))}>
      {" "}
      {app.list(made.map((by) => compared.made[by].short))}
    </span>
  );
}

interface MadeProps {
  readonly comparison: FspSettings;
  readonly side: "teacher" | "student";
}

/** A layer's long name may be broken behind its dots. */
function breakable(text: string): ReactNode {
  return text.split(/(?<=\.)/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
