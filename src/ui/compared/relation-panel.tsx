import type { ReactNode } from "react";
import { useMemo } from "react";
import { useStore } from "zustand";
import type { RunView } from "../../client/run-view.ts";
import { shownAt } from "../../client/time-cursor.ts";
import type { Look, LookAnswer } from "../../core/look.ts";
import type { Match } from "../../core/pairs.ts";
import type { RelationParts } from "../../core/relations/relation-parts.ts";
import type { Matrix } from "../../core/report.ts";
import { useLab } from "../lab-context.ts";
import { RemedyFormula } from "../matching/remedy-formula.tsx";
import { ColourBar } from "../matrices/colour-bar.tsx";
import { HeatCanvas } from "../matrices/heat-canvas.tsx";
import { PairTables } from "../matrices/pair-tables.tsx";
import { scaleOf } from "../matrices/scales.ts";
import { Segmented } from "../matrices/segmented.tsx";
import { SubjectBar } from "../matrices/subject-bar.tsx";
import type { Choose, ViewChoice } from "../matrices/view-choice.ts";
import { subjectOf } from "../matrices/view-choice.ts";
import { useMessages } from "../messages/messages.ts";
import { LookState } from "../predictions/look-state.tsx";
import { useHeldAnswer } from "../predictions/use-held-answer.ts";
import { useLook } from "../predictions/use-look.ts";
import { useSame } from "../use-same.ts";
import { RelationFigures } from "./relation-figures.tsx";
import "./compared.css";

interface RelationPanelProps {
  readonly run: RunView;
  readonly going: boolean;
  readonly kind: RelationParts["kind"];
  readonly matches: readonly Match[];
  readonly probed: number;
  readonly heldOut: number;
  readonly choice: ViewChoice;
  readonly onChoose: Choose;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** Where cells have no partners: both networks' own matrices, and what they are compared by instead. */
export function RelationPanel({
  run,
  going,
  kind,
  matches,
  probed,
  heldOut,
  choice,
  onChoose,
  selectedPair,
  onSelectPair,
}: RelationPanelProps): ReactNode {
  const { compared: words } = useMessages();
  const { looks } = useLab();
  const cursor = useStore(looks.store, (state) => state.cursor);
  const at = useSame(useMemo(() => shownAt(run, cursor).at, [run, cursor]));
  const subject = useSame(at && heldOut > 0 ? subjectOf(choice, run, at, heldOut) : null);
  const pair = (matches.find(({ name }) => name === selectedPair) ?? matches[0])?.name;
  const look = useMemo(
    (): Look | null => (at && subject && pair !== undefined ? { type: "relation", at, subject, pair } : null),
    [at, subject, pair],
  );
  const looked = useLook(run.run, look, going && at === "now");
  const { answer, isCurrent } = useHeldAnswer(looked, "relation", run.run, pair);
  return (
    <div className="compared-board" aria-busy={!isCurrent}>
      <div className="matrices-tools">
        <SubjectBar run={run} choice={choice} probed={probed} heldOut={heldOut} onChoose={onChoose} />
        {pair !== undefined && (
          <Segmented<string>
            named
            legend={words.pair}
            options={matches.map(({ name }) => ({ value: name, label: name }))}
            value={pair}
            onChange={onSelectPair}
          />
        )}
      </div>
      <p>{words.noCells[kind]}</p>
      {answer ? <Found answer={answer} run={run} /> : <LookState looked={looked} />}
    </div>
  );
}

interface FoundProps {
  readonly run: RunView;
  readonly answer: Extract<LookAnswer, { type: "relation" }>;
}

function Found({ run, answer }: FoundProps): ReactNode {
  const { compared: words, matrices } = useMessages();
  const { teacher, student, parts, moment } = answer;
  return (
    <>
      <div className="compared-matrices">
        <OwnMatrix of="teacher" matrix={teacher} />
        <OwnMatrix of="student" matrix={student} />
        <section aria-label={words.insteadOfCells}>
          <RelationFigures parts={parts} />
        </section>
      </div>
      <div className="compared-tables">
        <p>
          <strong>{teacher.pair}</strong> {matrices.after(moment)}
        </p>
        <PairTables
          pair={teacher.pair}
          matrices={[
            { kind: "teacher", ...teacher },
            { kind: "student", ...student },
          ]}
          run={run}
          after={moment}
        />
      </div>
      <RemedyFormula remedy={parts.kind} />
    </>
  );
}

/** Of one matrix, CSS pixels. */
const side = 96;

function OwnMatrix({ of, matrix }: { readonly of: "teacher" | "student"; readonly matrix: Matrix }): ReactNode {
  const { compared: words, matrices } = useMessages();
  const { shape, values } = matrix;
  const scale = useMemo(() => scaleOf(values), [values]);
  return (
    <figure className={`compared-own matrices-${of}`}>
      <figcaption>
        <strong>{words.ownMatrix[of]}</strong> {matrices.shape(shape)}
      </figcaption>
      <HeatCanvas values={values} shape={shape} scale={scale} cell={side / Math.max(...shape)} />
      <ColourBar scale={scale} label="" />
    </figure>
  );
}
