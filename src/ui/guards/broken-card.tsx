/** A run whose numbers stopped being finite: which layer broke first, and the way on. */
import { useMemo, type ReactNode } from "react";
import type { BrokenRun, LayerSearch } from "../../client/live-run.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { slowedOf } from "../../client/slowed.ts";
import { runsOf } from "../../core/plan-runs.ts";
import { useLab, useLabState } from "../lab-context.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import "./guards.css";

export function BrokenCard(): ReactNode {
  const lab = useLab();
  const { guards } = useMessages();
  const broken = useLabState((state) => state.broken);
  const shown = useLabState((state) => state.shown);
  const going = useLabState(({ run }) => isUnderWay(run));
  const linkWaits = useLabState((state) => state.proposal !== null);
  const slowed = useMemo(() => slowedOf({ broken, shown }), [broken, shown]);
  if (!broken || linkWaits) return null;
  const { stage, sound, checkpoint } = broken.divergence;
  const isMissing = slowed?.goesOn && checkpoint === null;
  return (
    <section className="resume-card guard-card" aria-label={guards.title}>
      <p>
        <BrokenSentence broken={broken} isShared={shown !== null && runsOf(shown.plan).length > 1} />{" "}
        {slowed && !going && (isMissing ? guards.noCheckpoint : guards.makesNew)}
      </p>
      {slowed && !going && (
        <div className="link-buttons">
          <button type="button" className="primary" onClick={() => lab.goOnSlower()}>
            {slowed.goesOn && !isMissing ? guards.goOn(stage, sound, slowed.now) : guards.anew(slowed.now)}
          </button>
        </div>
      )}
    </section>
  );
}

interface BrokenSentenceProps {
  readonly broken: BrokenRun;
  /** Whether other runs may have the same teacher. */
  readonly isShared: boolean;
}

/** Whose numbers, and where first. */
export function BrokenSentence({ broken: { divergence, search }, isShared }: BrokenSentenceProps): ReactNode {
  const { guards, regions } = useMessages();
  const { run, stage } = divergence;
  const name = regions.seedOf(regions.experiment(run.experiment), run.seed);
  return (
    <>
      <strong>{stage === 0 ? guards.teacherRanAway(name, isShared) : guards.ranAway(name)}</strong>{" "}
      {searchSentence(guards, search)}
    </>
  );
}

export function searchSentence(guards: Messages["guards"], search: LayerSearch): string {
  switch (search.status) {
    case "searching":
      return `${guards.searching(search.done, search.total)} ${guards.mayLeave}`;
    case "ended":
      return search.layer ? guards.found(search.layer) : guards.notFound;
    case "given-up":
      return guards.givenUp;
    default:
      return search satisfies never;
  }
}
