import type { ReactNode } from "react";
import type { LabState } from "../../client/lab-state.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

/** What computes, on which adapter, and why that one. */
export function BackendNote(): ReactNode {
  const { transport } = useMessages();
  const backend = useLabState((state) => state.backend);
  const recordedOn = useLabState((state) =>
    state.run.status === "recorded" ? (state.recorded?.environment ?? null) : null,
  );
  return (
    <p className="transport-backend">
      {recordedOn && transport.recordedOn(recordedOn.backend, recordedOn.adapter)}
      {!recordedOn && !backend && transport.noBackend}
      {backend && (
        <>
          <span>{transport.backend(backend.kind, backend.adapter)}</span>{" "}
          {backend.software && <span className="transport-software">{transport.software}</span>}{" "}
          <span>{transport.reasons[backend.reason]}</span>
          {backend.threads && <ThreadsNote threads={backend.threads} />}
        </>
      )}
    </p>
  );
}

type Threads = NonNullable<NonNullable<LabState["backend"]>["threads"]>;

function ThreadsNote({ threads: { count, trouble } }: { readonly threads: Threads }): ReactNode {
  const { transport } = useMessages();
  const why = trouble === null ? "" : `: ${transport.threadTrouble[trouble]}`;
  return <span>{`, ${transport.threads(count)}${why}`}</span>;
}
