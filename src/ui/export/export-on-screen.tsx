import type { ReactNode } from "react";
import { documentFor } from "../../client/settings.ts";
import type { BundledTraining } from "../../core/bundle.ts";
import { toPlan } from "../../core/document.ts";
import { tunedPlan } from "../../core/sweep.ts";
import { tuningsIn } from "../../core/tried-rates.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { ExportButton } from "./export-button.tsx";
import { figuresOnScreen } from "./figures-on-screen.ts";
import type { Programs } from "./program-exports.tsx";

/** Of the training on screen; its programs are of what was trained, or where nothing was, of what is set up. */
export function ExportOnScreen(): ReactNode {
  const lab = useLab();
  const { exports: words } = useMessages();
  const setup = useLabState((state) => state.setup);
  const shown = useLabState((state) => state.shown);
  const load = async () => {
    const training = await lab.exports.onScreen();
    return training ? [training] : [];
  };
  const programs = (trainings: readonly BundledTraining[] | null): Programs => {
    const plan = toPlan(shown?.document ?? documentFor(setup));
    const tunings = tuningsIn(plan, trainings?.[0]?.ends ?? []);
    const { experiments } = tunedPlan(plan, tunings);
    return {
      programs: experiments.map((experiment) => ({ experiment, plan })),
      areUntried: plan.sweep !== undefined && tunings.size < experiments.length,
    };
  };
  return <ExportButton programs={programs} load={load} figures={() => figuresOnScreen(words.matrices)} />;
}
