/** After a reload: the latest training's run that broke, and the way on from there. */
import { useMemo, type ReactNode } from "react";
import { offeredBroken } from "../../client/kept-lists.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { keptBroken, keptSlowed } from "../../client/slowed.ts";
import { toPlan } from "../../core/document.ts";
import { runsOf } from "../../core/plan-runs.ts";
import { useSaved } from "../kept/use-saved.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { BrokenSentence } from "./broken-card.tsx";
import "./guards.css";

export function KeptBrokenCard(): ReactNode {
  const lab = useLab();
  const { guards, kept } = useMessages();
  const isFree = useLabState(({ run, broken, proposal }) => !isUnderWay(run) && broken === null && proposal === null);
  const training = useSaved(({ trainings }) => offeredBroken(trainings));
  const broken = useMemo(() => training && keptBroken(training, null), [training]);
  const slowed = useMemo(() => training && keptSlowed(training), [training]);
  if (!isFree || !training || !broken) return null;
  const { stage, sound } = broken.divergence;
  return (
    <section className="resume-card guard-card" aria-label={guards.title}>
      <p>
        <BrokenSentence broken={broken} isShared={runsOf(toPlan(training.document)).length > 1} />{" "}
        {slowed && guards.makesNew}
      </p>
      <div className="link-buttons">
        {slowed && (
          <button type="button" className="primary" onClick={() => void lab.earlier.goOnSlower(training.id)}>
            {slowed.goesOn ? guards.goOn(stage, sound, slowed.now) : guards.anew(slowed.now)}
          </button>
        )}
        <button type="button" onClick={() => void lab.saved.leave(training.id)}>
          {kept.notNow}
        </button>
      </div>
    </section>
  );
}
