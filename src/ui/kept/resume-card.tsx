/** Offers to go on with what a reload, a crash or a closed tab has cut off. */
import type { ReactNode } from "react";
import { isInterrupted } from "../../client/kept-lists.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { useSaved } from "./use-saved.ts";

export function ResumeCard(): ReactNode {
  const lab = useLab();
  const { kept } = useMessages();
  const going = useLabState((state) => isUnderWay(state.run));
  const training = useSaved(({ trainings }) => trainings.find(isInterrupted));
  if (going || !training) return null;
  const { id, document, begunAt, checkpoints, ends } = training;
  const [checkpoint] = checkpoints;
  return (
    <section className="resume-card" aria-label={kept.resume}>
      <p>
        {kept.interrupted(document.name, kept.when(begunAt))}{" "}
        {checkpoint
          ? kept.goesOn(checkpoint.run.experiment, checkpoint.run.seed, checkpoint.stage, checkpoint.step)
          : ends && ends.length > 0
            ? kept.goesOnFromRun
            : kept.goesOnFromStart}
      </p>
      <div className="link-buttons">
        <button type="button" className="primary" onClick={() => lab.earlier.resumeTraining(id)}>
          {kept.resume}
        </button>
        <button type="button" onClick={() => void lab.saved.leave(id)}>
          {kept.notNow}
        </button>
      </div>
    </section>
  );
}
