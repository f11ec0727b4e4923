import type { ReactNode } from "react";
import { useMemo } from "react";
import { useStore } from "zustand";
import type { RunView } from "../../client/run-view.ts";
import type { Match } from "../../core/pairs.ts";
import type { Matrix } from "../../core/report.ts";
import { shownAt } from "../../client/time-cursor.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { useElementWidth } from "../networks/element-width.ts";
import { breakpoints } from "./breakpoints.ts";
import { PairBoard } from "./pair-board.tsx";
import { pairDataOf } from "./pair-data.ts";
import { PairList } from "./pair-list.tsx";
import "./matrices.css";

export interface MatricesPanelProps {
  readonly run: RunView | null;
  readonly teacherMatrices: readonly Matrix[] | null;
  /** Says which layers a matrix's rows and columns belong to. */
  readonly matches?: readonly Match[];
  /** How many held-out images the matrices are means over; null before any plan is shown, 0 where no run of it has a teacher. */
  readonly probed: number | null;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** The FSP matrices of each pair: teacher, student, and how they differ. */
export function MatricesPanel({
  run,
  teacherMatrices,
  matches,
  probed,
  selectedPair,
  onSelectPair,
}: MatricesPanelProps): ReactNode {
  const { matrices: words } = useMessages();
  const [width, ref] = useElementWidth();
  const { looks } = useLab();
  const cursor = useStore(looks.store, (state) => state.cursor);
  const student = run ? shownAt(run, cursor).matrices : null;
  const pairs = useMemo(() => pairDataOf(teacherMatrices, student), [teacherMatrices, student]);
  const selected = pairs.find((pair) => pair.name === selectedPair) ?? pairs[0];
  const layout =
    width < breakpoints.oneAtATime ? " matrices-narrow" : width < breakpoints.readoutBeside ? " matrices-stacked" : "";
  return (
    <div className={`matrices${layout}`} ref={ref}>
      {!selected && (
        <p className="matrices-empty">
          {probed === null ? words.empty : probed === 0 ? words.noTeacher : words.waiting}
        </p>
      )}
      {selected && width > 0 && (
        <>
          <PairList
            pairs={pairs}
            selected={selected.name}
            thumbnail={width < breakpoints.readoutBeside ? 24 : 36}
            onSelect={onSelectPair}
          />
          <PairBoard
            run={run}
            pair={selected}
            images={probed ?? 0}
            match={matches?.find((match) => match.name === selected.name)}
            measuredAfter={student}
            width={width}
          />
        </>
      )}
    </div>
  );
}
