import type { ReactNode } from "react";
import type { RunView } from "../../client/run-view.ts";
import type { TimeCursor } from "../../client/time-cursor.ts";
import { momentAt, neighbourOf } from "../../client/time-cursor.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

interface TimeBarProps {
  readonly view: RunView;
  readonly cursor: TimeCursor;
  /** What is on screen is of that moment, the last up to the cursor of which there is something; null: nothing is. */
  readonly shown: { readonly stage: number; readonly step: number } | null;
  /** Training goes on meanwhile. */
  readonly going: boolean;
}

/** While the screen is of an earlier moment: which one, the next to it, and the way back. */
export function TimeBar({ view, cursor, shown, going }: TimeBarProps): ReactNode {
  const { matrices: words } = useMessages();
  const { looks } = useLab();
  const { stage, step } = shown ?? momentAt(view, cursor);
  const neighbours = [
    { sign: "‹", label: words.earlier, to: neighbourOf(view, cursor, -1) },
    { sign: "›", label: words.later, to: neighbourOf(view, cursor, 1) },
  ];
  return (
    <div className="matrices-time">
      <p>
        <strong>{words.viewing(stage, step)}</strong>
        {shown === null && <span className="matrices-hint"> · {words.notThen}</span>}
        {going && <span className="matrices-hint"> · {words.goesOn}</span>}
      </p>
      {neighbours.map(({ sign, label, to }) => (
        <button
          key={label}
          type="button"
          aria-label={label}
          title={label}
          disabled={!to}
          onClick={() => to && looks.view(to)}
        >
          {sign}
        </button>
      ))}
      <button type="button" onClick={() => looks.backToLive()}>
        {words.toNewest[going ? "live" : "still"]}
      </button>
    </div>
  );
}
