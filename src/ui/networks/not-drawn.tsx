import type { ReactNode } from "react";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { NetworkButtons } from "../setup/all-mends.tsx";
import { setupSentence } from "../setup/problem.ts";

/** Over a drawing of the networks before: why those that are set up cannot be drawn, and what one click does about it. */
export function NotDrawn(): ReactNode {
  const messages = useMessages();
  const problem = useLabState((state) => state.problem);
  return (
    <div className="networks-not-drawn">
      <output>
        {messages.networks.notDrawn} {problem && setupSentence(messages, problem)}
      </output>
      <div className="setup-mends">
        <NetworkButtons />
      </div>
    </div>
  );
}
