import { useMemo, type ReactNode } from "react";
import { taskMendsFor } from "../../client/task-choice.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

/** Where the two tasks do not go together, or there are too few images. */
export function TaskMends(): ReactNode {
  const lab = useLab();
  const { transfer } = useMessages();
  const setup = useLabState((state) => state.setup);
  const mends = useMemo(() => taskMendsFor(setup), [setup]);
  return mends.map(([mend, changes]) => (
    <button key={mend} type="button" onClick={() => lab.change(changes)}>
      {transfer.mends[mend]}
    </button>
  ));
}
