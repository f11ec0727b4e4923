import type { ReactNode } from "react";
import { useMemo } from "react";
import type { RunView } from "../../client/run-view.ts";
import type { FspSettings } from "../../core/fsp-settings.ts";
import type { Match } from "../../core/pairs.ts";
import type { Matrix } from "../../core/report.ts";
import { useMessages } from "../messages/messages.ts";
import { useElementWidth } from "../networks/element-width.ts";
import { breakpoints } from "./breakpoints.ts";
import { PairBoard } from "./pair-board.tsx";
import { pairDataOf } from "./pair-data.ts";
import { PairList } from "./pair-list.tsx";
import { pastRanges } from "./past-ranges.ts";
import { SubjectBar } from "./subject-bar.tsx";
import { useMeasured } from "./use-measured.ts";
import type { Choose, ViewChoice } from "./view-choice.ts";
import { ViewTools } from "./view-tools.tsx";
import "./matrices.css";

export interface MatricesPanelProps {
  readonly run: RunView | null;
  /** Training goes on. */
  readonly going: boolean;
  readonly teacherMatrices: readonly Matrix[] | null;
  /** Says which layers a matrix's rows and columns belong to. */
  readonly matches: readonly Match[] | null;
  /** How the matrices are compared, where that is not cell by cell as they are. */
  readonly comparison: FspSettings | null;
  /** How many held-out images the reported matrices are means over; null before any plan is shown, 0 where no run of it has a teacher. */
  readonly probed: number | null;
  /** All held-out images. */
  readonly heldOut: number;
  readonly choice: ViewChoice;
  readonly onChoose: Choose;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** The FSP matrices of each pair: teacher, student, and how they differ. */
export function MatricesPanel({
  run,
  going,
  teacherMatrices,
  matches,
  comparison,
  probed,
  heldOut,
  choice,
  onChoose,
  selectedPair,
  onSelectPair,
}: MatricesPanelProps): ReactNode {
  const { matrices: words } = useMessages();
  const [width, ref] = useElementWidth();
  const isMade = comparison !== null;
  const measured = useMeasured({ run, going, teacherMatrices, heldOut: probed ? heldOut : 0, isMade, choice });
  const { pairs: measuredPairs, others, subject, refused } = measured;
  const pairs = useMemo(
    () => measuredPairs.map((pair) => pairDataOf(pair, choice.domain, pastRanges(others, pair.name))),
    [measuredPairs, others, choice.domain],
  );
  const selected = pairs.find((pair) => pair.name === selectedPair) ?? pairs[0];
  const layout =
    width < breakpoints.oneAtATime ? " matrices-narrow" : width < breakpoints.readoutBeside ? " matrices-stacked" : "";
  const missing = going ? words.waiting : words.noneMeasured;
  const why = probed === null ? words.empty : probed === 0 ? words.noTeacher : missing;
  return (
    <div ref={ref}>
      <div className="matrices-tools">
        {run && subject && (
          <SubjectBar run={run} choice={choice} probed={probed ?? 0} heldOut={heldOut} onChoose={onChoose} />
        )}
        {selected && <ViewTools choice={choice} onChoose={onChoose} />}
      </div>
      <div className={`matrices${layout}`} aria-busy={!measured.isCurrent}>
        {!selected && <p className="matrices-empty">{refused ? words.cannotLook[refused] : why}</p>}
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
              subject={subject}
              order={choice.order}
              clustered={teacherMatrices?.find((matrix) => matrix.pair === selected.name)?.values ?? null}
              domain={choice.domain}
              comparison={subject ? comparison : null}
              match={matches?.find((match) => match.name === selected.name) ?? null}
              measuredAfter={measured.after}
              width={width}
            />
          </>
        )}
      </div>
    </div>
  );
}
