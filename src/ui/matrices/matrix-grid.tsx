import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import { useId } from "react";
import { useStore } from "zustand";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { cellAfter, cellUnder } from "./cell-navigation.ts";
import { HeatCanvas } from "./heat-canvas.tsx";
import type { MarkStore } from "./mark.ts";
import { cellWithin, clear, leave, moveTo, pointAt, togglePin } from "./mark.ts";
import type { Cell, MatrixKind, PairData } from "./pair-data.ts";
import { valueAt } from "./pair-data.ts";

interface MatrixGridProps {
  readonly pair: PairData;
  readonly kind: MatrixKind;
  readonly values: Float32Array;
  readonly cell: number;
  readonly mark: MarkStore;
  /** Takes the focus when Escape leaves the matrix. */
  onLeave(this: void): void;
}

/** One matrix as a grid whose cells are reached by pointer and by keys. */
export function MatrixGrid({ pair, kind, values, cell, mark, onLeave }: MatrixGridProps): ReactNode {
  const { matrices: words } = useMessages();
  const activeId = useId();
  const [rows, columns] = pair.shape;
  const under = (event: PointerEvent<HTMLDivElement>): Cell => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellUnder(event.clientX - box.left, event.clientY - box.top, box.width, box.height, pair.shape);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const current = cellWithin(mark.getState(), pair.shape) ?? [0, 0];
    const next = cellAfter(event.key, event.ctrlKey || event.metaKey, current, pair.shape);
    if (next) moveTo(mark, next);
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
      onClick={(event) => togglePin(mark, cellUnderClick(event, pair))}
      onFocus={(event) =>
        event.target.matches(":focus-visible") && pointAt(mark, cellWithin(mark.getState(), pair.shape) ?? [0, 0])
      }
      onBlur={() => leave(mark)}
      onKeyDown={onKeyDown}
    >
      <HeatCanvas values={values} shape={pair.shape} scale={pair.scales[kind]} cell={cell} />
      <MarkedCell pair={pair} kind={kind} cell={cell} mark={mark} id={activeId} />
    </div>
  );
}

function cellUnderClick(
  event: { clientX: number; clientY: number; currentTarget: Element },
  { shape }: PairData,
): Cell {
  const box = event.currentTarget.getBoundingClientRect();
  return cellUnder(event.clientX - box.left, event.clientY - box.top, box.width, box.height, shape);
}

interface MarkedCellProps {
  readonly pair: PairData;
  readonly kind: MatrixKind;
  readonly cell: number;
  readonly mark: MarkStore;
  readonly id: string;
}

/** The frame around the marked cell. It is also the grid's only cell in the accessibility tree: 64 × 64 would be too many. */
function MarkedCell({ pair, kind, cell: side, mark, id }: MarkedCellProps): ReactNode {
  const marked = useStore(mark);
  const cell = cellWithin(marked, pair.shape);
  const [a, b] = cell ?? [0, 0];
  const value = valueAt(pair, kind, [a, b]);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the grid is a picture, a table's row cannot stand in it
    <div role="row" aria-rowindex={a + 1}>
      <div
        id={id}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as above
        role="gridcell"
        aria-colindex={b + 1}
        className={cell ? `matrices-mark${marked.pinned ? " matrices-pinned" : ""}` : "visually-hidden"}
        style={cell ? { width: side, height: side, transform: `translate(${b * side}px, ${a * side}px)` } : undefined}
      >
        <span className="visually-hidden">{value === null ? null : significant(value)}</span>
      </div>
    </div>
  );
}
