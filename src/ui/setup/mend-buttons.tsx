import type { ReactNode } from "react";
import { narrowerFor, smallerBatchFor } from "../../client/setup-problem.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { integer } from "../numbers.ts";

/** Where only the sizes of matrices stand against training: the remedy that always fits, one click away. */
export function RemedyButton(): ReactNode {
  const lab = useLab();
  const { setup } = useMessages();
  const mends = useLabState(({ problem }) => {
    const found = problem?.problem;
    return found?.code === "misfit" && found.reason.code === "unequal" && found.reason.remedies.includes("adapter");
  });
  if (!mends) return null;
  return (
    <button type="button" onClick={() => lab.change({ remedy: "adapter" })}>
      {setup.useAdapter}
    </button>
  );
}

/** Where a training step needs more memory than it may have: the largest batch that fits, else narrower networks. */
export function MemoryButtons(): ReactNode {
  const lab = useLab();
  const { setup: words } = useMessages();
  const setup = useLabState((state) => state.setup);
  const isTooLarge = useLabState(({ problem }) => problem?.problem.code === "memory");
  const batch = isTooLarge ? smallerBatchFor(setup) : null;
  const narrower = isTooLarge ? narrowerFor(setup) : null;
  return (
    <>
      {batch !== null && (
        <button type="button" onClick={() => lab.change({ batch })}>
          {words.withBatch(integer(batch))}
        </button>
      )}
      {narrower && (
        <button type="button" onClick={() => lab.change(narrower)}>
          {words.narrower}
        </button>
      )}
    </>
  );
}
