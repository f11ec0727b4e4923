import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import { useId } from "react";
import { useStore } from "zustand";
import { useMessages } from "../messages/messages.ts";
import type { MatrixOrder } from "../../core/matrix-order.ts";
import { significant } from "../numbers.ts";
import { cellAfter, cellUnder } from "./cell-navigation.ts";
import { HeatCanvas } from "./heat-canvas.tsx";
import type { MarkStore } from "./mark.ts";
import { cellWithin, clear, leave, moveTo, pointAt, togglePin } from "./mark.ts";
import type { Cell, MatrixKind, PairData } from "./pair-data.ts";
import { valueAt } from "./pair-data.ts";
import { cellAt, placeOf } from "./shown-order.ts";

interface MatrixGridProps {
  readonly pair: PairData;
  readonly kind: MatrixKind;
  /** As they are shown. */
  readonly values: Float32Array;
  /** In which `values` are shown; null where rows and columns stand by their index. */
  readonly order: MatrixOrder | null;
  /** One cell's side in CSS pixels. */
  readonly cell: number;
  readonly mark: MarkStore;
  /** Takes the focus when Escape leaves the matrix. */
  onLeave(this: void): void;
}

/** One matrix as a grid whose cells are reached by pointer and by keys. */
export function MatrixGrid({ pair, kind, values, order, cell, mark, onLeave }: MatrixGridProps): ReactNode {
  const { matrices: words } = useMessages();
  const activeId = useId();
  const [rows, columns] = pair.shape;
  const under = ({ clientX, clientY, currentTarget }: Under): Cell => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    return cellAt(order, cellUnder(clientX - left, clientY - top, width, height, pair.shape));
  };
  const marked = () => cellWithin(mark.getState(), pair.shape) ?? cellAt(order, [0, 0]);
  const onKeyDown = (event: KeyboardEvent) => {
    const current = marked();
    const next = cellAfter(event.key, event.ctrlKey || event.metaKey, placeOf(order, current), pair.shape);
    if (next) moveTo(mark, cellAt(order, next));
    else if (event.key === "Enter") togglePin(mark, current);
    else if (event.key === "Escape") {
      clear(mark);
      onLeave();
    } else return;
    event.preventDefault();
  };
  return (
    <div
      className={`matrices-grid matrices-${kind}`}
      role="grid"
      tabIndex={0}
      aria-label={words.gridName(kind, pair.name, pair.shape)}
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-activedescendant={activeId}
      style={{ width: columns * cell, height: rows * cell }}
      onPointerMove={(event) => event.pointerType !== "touch" && pointAt(mark, under(event))}
      onPointerLeave={() => leave(mark)}
      onClick={(event) => togglePin(mark, under(event))}
      onFocus={(event) => event.target.matches(":focus-visible") && pointAt(mark, marked())}
      onBlur={() => leave(mark)}
      onKeyDown={onKeyDown}
    >
      <HeatCanvas values={values} shape={pair.shape} scale={pair.scales[kind]} cell={cell} />
      <MarkedCell pair={pair} kind={kind} order={order} cell={cell} mark={mark} id={activeId} />
    </div>
  );
}

/** Of a pointer's event and a mouse's. */
type Under = Pick<PointerEvent<HTMLDivElement>, "clientX" | "clientY" | "currentTarget">;

interface MarkedCellProps extends Pick<MatrixGridProps, "pair" | "kind" | "order" | "cell" | "mark"> {
  readonly id: string;
}

/** The frame around the marked cell. It is also the grid's only cell in the accessibility tree: 64 × 64 would be too many. */
function MarkedCell({ pair, kind, order, cell: side, mark, id }: MarkedCellProps): ReactNode {
  const marked = useStore(mark);
  const cell = cellWithin(marked, pair.shape);
  const [row, column] = cell ? placeOf(order, cell) : [0, 0];
  const value = valueAt(pair, kind, cell ?? cellAt(order, [0, 0]));
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the grid is a picture, a table's row cannot stand in it
    <div role="row" aria-rowindex={row + 1}>
      <div
        id={id}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as above
        role="gridcell"
        aria-colindex={column + 1}
        className={cell ? `matrices-mark${marked.pinned ? " matrices-pinned" : ""}` : "visually-hidden"}
        style={
          cell ? { width: side, height: side, transform: `translate(${column * side}px, ${row * side}px)` } : undefined
        }
      >
        <span className="visually-hidden">{value === null ? null : significant(value)}</span>
      </div>
    </div>
  );
}
