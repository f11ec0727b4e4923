import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { RunView } from "../../client/run-view.ts";
import { learnsCells } from "../compared/compared-by.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { numbersAt } from "./cell-texts.ts";
import type { MarkStore } from "./mark.ts";
import { cellWithin } from "./mark.ts";
import type { Cell, PairData } from "./pair-data.ts";
import { matrixKinds } from "./pair-data.ts";

interface CellReadoutProps {
  readonly run: RunView | null;
  readonly pair: PairData;
  readonly mark: MarkStore;
  /** Said of the marked cell behind its name: how it is made. */
  readonly made: string | null;
}

/** The marked cell in numbers. Only a key's move is spoken: a pointer would never stop talking. */
export function CellReadout({ run, pair, mark, made }: CellReadoutProps): ReactNode {
  const { matrices: words } = useMessages();
  const marked = useStore(mark);
  const recorded = useLabState((state) => state.run.status === "recorded");
  const isMinimised = useLabState(({ shown }) => run !== null && learnsCells(shown?.plan ?? null, run.run));
  const cell = cellWithin(marked, pair.shape);
  return (
    <div className="matrices-readout">
      {cell ? (
        <CellNumbers pair={pair} cell={cell} pinned={marked.pinned} made={made} isMinimised={isMinimised} />
      ) : (
        <p className="matrices-hint">{words.readoutHint}</p>
      )}
      {recorded && cell && <p className="matrices-hint">{words.noLookIntoRecording}</p>}
      <p className="visually-hidden" aria-live="polite">
        {cell && marked.spoken ? words.spokenCell(cell, numbersAt(pair, cell)) : null}
      </p>
    </div>
  );
}

interface CellNumbersProps {
  readonly pair: PairData;
  readonly cell: Cell;
  readonly pinned: boolean;
  readonly made: string | null;
  /** Whether the cells' differences are what the run's method minimises. */
  readonly isMinimised: boolean;
}

function CellNumbers({ pair, cell, pinned, made, isMinimised }: CellNumbersProps): ReactNode {
  const { matrices: words, insight } = useMessages();
  const numbers = numbersAt(pair, cell);
  return (
    <>
      <p className="matrices-cell">
        {words.cell(cell)} {pinned && <span className="matrices-pin">{words.pinned}</span>}{" "}
        {made !== null && <span className="matrices-made">{made}</span>}
      </p>
      <dl>
        {matrixKinds.map((kind) => (
          <div key={kind} className={`matrices-${kind}`}>
            <dt>{words.kinds[kind]}</dt>
            <dd>{numbers[kind]}</dd>
          </div>
        ))}
        <div>
          <dt>{insight.share[isMinimised ? "loss" : "distance"][pair.losses ? "images" : "means"]}</dt>
          <dd>{numbers.share}</dd>
        </div>
        <div>
          <dt>{insight.rank}</dt>
          <dd>{numbers.rank}</dd>
        </div>
      </dl>
    </>
  );
}
