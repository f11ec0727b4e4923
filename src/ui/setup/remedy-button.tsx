import type { ReactNode } from "react";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

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
