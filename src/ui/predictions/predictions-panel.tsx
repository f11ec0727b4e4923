import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { RunView } from "../../client/run-view.ts";
import { shownAt } from "../../client/time-cursor.ts";
import type { Look, LookAnswer, Side } from "../../core/look.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { percent } from "../numbers.ts";
import { useSame } from "../use-same.ts";
import { ImageCanvas } from "./image-canvas.tsx";
import { LookState } from "./look-state.tsx";
import { useHeldAnswer } from "./use-held-answer.ts";
import { useLook } from "./use-look.ts";
import "./predictions.css";

type Predictions = Extract<LookAnswer, { type: "predictions" }>;

interface PredictionsPanelProps {
  readonly run: RunView;
  readonly hasTeacher: boolean;
  readonly going: boolean;
  /** Held-out images there are. */
  readonly images: number;
}

const pageLength = 16;
type Page = readonly [from: number, count: number];

/** Held-out images with what each network takes them for, at the time cursor. */
export function PredictionsPanel({ run, hasTeacher, going, images }: PredictionsPanelProps): ReactNode {
  const { predictions: words } = useMessages();
  const [from, setFrom] = useState(0);
  const count = Math.min(pageLength, images - from);
  const student = usePredictions(run, "student", [from, count], going, true);
  const teacher = usePredictions(run, "teacher", [from, count], going, hasTeacher);
  const seen = student.answer;
  return (
    <div className="predictions">
      <div className="predictions-head">
        <span>{words.page(from + 1, from + count, images)}</span>
        <button type="button" disabled={from === 0} onClick={() => setFrom(from - pageLength)}>
          {words.previous}
        </button>
        <button type="button" disabled={from + count >= images} onClick={() => setFrom(from + pageLength)}>
          {words.next}
        </button>
      </div>
      {seen ? (
        <ul className="predictions-grid">
          {Array.from(seen.labels, (label, index) => (
            <li key={from + index}>
              <ImageCanvas pixels={seen.pixels} size={seen.size} index={index} />
              <p>
                <strong>{seen.classes[label]}</strong>
              </p>
              {hasTeacher && <Guess of="teacher" seen={teacher.answer} index={index} label={label} />}
              <Guess of="student" seen={seen} index={index} label={label} />
            </li>
          ))}
        </ul>
      ) : (
        <LookState looked={student.looked} />
      )}
    </div>
  );
}

function usePredictions(run: RunView, of: Side["of"], [from, count]: Page, going: boolean, isWanted: boolean) {
  const { looks } = useLab();
  const cursor = useStore(looks.store, (state) => state.cursor);
  const at = useSame(shownAt(run, cursor).at);
  const look = useMemo((): Look | null => {
    if (!isWanted || !at) return null;
    return { type: "predictions", side: of === "teacher" ? { of } : { of, at }, from, count };
  }, [isWanted, of, at, from, count]);
  const looked = useLook(run.run, look, going && of === "student" && at === "now");
  const { answer } = useHeldAnswer(looked, "predictions", run.run, `${of} ${from}`);
  return { looked, answer };
}

interface GuessProps {
  readonly of: Side["of"];
  readonly seen: Predictions | null;
  readonly index: number;
  readonly label: number;
}

/** The likeliest class and its probability; a word as well as a colour says whether it is right. */
function Guess({ of, seen, index, label }: GuessProps): ReactNode {
  const { predictions: words } = useMessages();
  if (!seen) return <p className={`predictions-${of}`}>{words.notYet}</p>;
  const classes = seen.classes.length;
  const row = seen.probabilities.subarray(index * classes, (index + 1) * classes);
  const best = row.indexOf(Math.max(...row));
  const isRight = best === label;
  return (
    <p className={`predictions-${of}${isRight ? "" : " predictions-wrong"}`}>
      {words.guess(of, isRight ? null : (seen.classes[best] ?? ""), percent(row[best]!, 3))}
    </p>
  );
}
