import type { ReactNode } from "react";
import type { Matched } from "../../core/hand-matching.ts";
import { useLab } from "../lab-context.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import type { Mend } from "./mends.ts";
import { changesOf, mendsOf } from "./mends.ts";
import type { MatchingView } from "./use-matching.ts";

interface MendsProps {
  readonly view: MatchingView;
  /** The couples with two sides, made by hand; null where there are none. */
  readonly partners: Matched | null;
}

/** Why pairs cannot be compared, and what one click does about it. */
export function Mends({ view, partners }: MendsProps): ReactNode {
  const { matching, problems } = useMessages();
  const lab = useLab();
  const { outcome, settings, problem, fixed } = view;
  if (outcome.misfits.length === 0) return null;
  const reasons = outcome.misfits.map(({ reason }) => reason);
  const tap = problem?.problem.code === "tap" ? problem.problem : null;
  // A pair of a layer that is not there is told of by that layer.
  const told = outcome.misfits.filter(({ reason }) => tap === null || reason.code !== "alone");
  return (
    <section className="matching-mends" aria-labelledby="matching-mends">
      <h3 id="matching-mends">{matching.mends.title}</h3>
      <ul>
        {tap && <li>{problems.sentence(tap, null)}</li>}
        {told.map((misfit) => (
          <li key={misfit.name}>{problems.misfit(misfit.name, misfit, misfit.reason)}</li>
        ))}
      </ul>
      <div className="matching-buttons">
        {mendsOf(reasons, settings.matching, partners).map((mend) => {
          const text = wordsOf(matching, mend);
          return (
            <button key={text} type="button" disabled={fixed} onClick={() => lab.change(changesOf(mend))}>
              {text}
            </button>
          );
        })}
        {tap && (
          <button type="button" disabled={fixed} onClick={() => lab.change({ matching: { kind: "section" } })}>
            {matching.mends.section}
          </button>
        )}
      </div>
    </section>
  );
}

function wordsOf({ mends }: Messages["matching"], mend: Mend): string {
  switch (mend.kind) {
    case "remedy":
      return mends.remedy(mend.remedy);
    case "resolution":
    case "partners":
    case "bilinear":
    case "larger":
      return mends[mend.kind];
    default:
      return mend satisfies never;
  }
}
