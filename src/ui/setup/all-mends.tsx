import type { ReactNode } from "react";
import { networkMend } from "../../client/setup-problem.ts";
import { EditorButton } from "../editor/editor-button.tsx";
import { useLab, useLabState } from "../lab-context.ts";
import { OpenMatching } from "../matching/open-matching.tsx";
import { useMessages } from "../messages/messages.ts";
import { TaskMends } from "../transfer/task-mends.tsx";
import { MemoryButtons, RemedyButton } from "./mend-buttons.tsx";

/** Where a network that was drawn has faults: all of them mended, or the editor again. */
export function NetworkButtons(): ReactNode {
  const lab = useLab();
  const { setup: words } = useMessages();
  const setup = useLabState((state) => state.setup);
  const whose = useLabState(({ problem }) =>
    problem?.problem.code === "network" && problem.experiment === null ? problem.problem.whose : null,
  );
  const mend = whose && networkMend(setup);
  if (!mend) return null;
  return (
    <>
      <button type="button" onClick={() => lab.change(mend)}>
        {words.mendNetwork}
      </button>
      <EditorButton whose={whose} />
    </>
  );
}

/** What one click does about whatever stands against training. */
export function MendButtons(): ReactNode {
  const lab = useLab();
  const { matching } = useMessages();
  const code = useLabState(({ problem }) => problem?.problem.code);
  return (
    <div className="setup-mends">
      <RemedyButton />
      <MemoryButtons />
      <NetworkButtons />
      <TaskMends />
      {code === "tap" && (
        <button type="button" onClick={() => lab.change({ matching: { kind: "section" } })}>
          {matching.mends.section}
        </button>
      )}
      {(code === "misfit" || code === "tap") && <OpenMatching />}
    </div>
  );
}
