import { useMemo } from "react";
import { useStore } from "zustand";
import type { LooksState } from "../../client/looks.ts";
import type { RunView } from "../../client/run-view.ts";
import { shownAt } from "../../client/time-cursor.ts";
import type { Look, LookFailure, Subject } from "../../core/look.ts";
import type { MatricesReport, Matrix } from "../../core/report.ts";
import { useLab } from "../lab-context.ts";
import { useHeldAnswer } from "../predictions/use-held-answer.ts";
import { useLook } from "../predictions/use-look.ts";
import { useSame } from "../use-same.ts";
import type { MeasuredPair } from "./pair-data.ts";
import { lookedPairs, reportedPairs } from "./pair-data.ts";
import { lookedMoments, reportedMoments } from "./past-ranges.ts";
import type { ViewChoice } from "./view-choice.ts";
import { subjectOf } from "./view-choice.ts";

export interface Measured {
  readonly pairs: readonly MeasuredPair[];
  /** The same pairs at other moments, where the colours are to be the same at all of them. */
  readonly others: readonly (readonly MeasuredPair[])[];
  /** Null where no worker can look. */
  readonly subject: Subject | null;
  /** When the student's matrices were measured. */
  readonly after: Pick<MatricesReport, "stage" | "step"> | null;
  /** Unless these are the matrices of before, until the new ones are there. */
  readonly isCurrent: boolean;
  readonly refused: LookFailure | null;
}

interface Wanted {
  readonly run: RunView | null;
  readonly going: boolean;
  readonly teacherMatrices: readonly Matrix[] | null;
  readonly heldOut: number;
  /** What is reported as training goes is not what is compared: it has to be looked up. */
  readonly isMade: boolean;
  readonly choice: ViewChoice;
}

const noLooked: LooksState["looked"] = new Map();
const noOthers: Measured["others"] = [];

/** The matrices on screen: what the run reported, or what was looked up where other images are wanted. */
export function useMeasured({ run, going, teacherMatrices, heldOut, isMade, choice }: Wanted): Measured {
  const { looks } = useLab();
  const cursor = useStore(looks.store, (state) => state.cursor);
  const shown = useMemo(() => run && shownAt(run, cursor), [run, cursor]);
  const at = useSame(shown?.at ?? null);
  const subject = useSame(run && at && heldOut > 0 ? subjectOf(choice, run, at, heldOut) : null);
  const look = useMemo(
    (): Look | null =>
      at && subject && (isMade || subject.kind !== "probe") ? { type: "matrices", at, subject } : null,
    [at, subject, isMade],
  );
  const looked = useLook(run?.run ?? null, look, going && at === "now");
  const { answer, isCurrent } = useHeldAnswer(looked, "matrices", run?.run ?? null);
  const matrices = shown?.matrices ?? null;
  const refused = looked?.status === "refused" ? looked.code : null;
  // Until other images' matrices are there for the first time, those of before stay in place.
  const found = look ? answer : null;
  const pairs = useMemo(() => {
    if (refused) return [];
    return found ? lookedPairs(found.pairs) : reportedPairs(teacherMatrices, matrices);
  }, [refused, found, teacherMatrices, matrices]);
  const isFrozen = choice.domain === "frozen";
  const allLooked = useStore(looks.store, (state) => (isFrozen && look ? state.looked : noLooked));
  const others = useMemo(() => {
    if (!isFrozen || !run) return noOthers;
    return look && subject ? lookedMoments(run, allLooked, subject) : reportedMoments(run, teacherMatrices);
  }, [isFrozen, run, look, subject, allLooked, teacherMatrices]);
  return {
    pairs,
    others,
    subject,
    after: found?.moment ?? matrices,
    isCurrent: !look || isCurrent,
    refused,
  };
}
