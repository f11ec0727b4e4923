/** Region F: begin, hold, one step, back to the start; how far it is, and what it runs on. */
import { memo, useRef, useState, type ReactNode } from "react";
import { canStep, isUnderWay } from "../../client/live-run.ts";
import type { Setup } from "../../client/settings.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { BackendNote } from "./backend-note.tsx";
import { ProgressNote } from "./progress-note.tsx";
import { SharePanel } from "../share/share-panel.tsx";
import { useHindrance } from "./use-hindrance.ts";
import "./transport.css";

export const Transport = memo(function Transport(): ReactNode {
  const { transport } = useMessages();
  const setup = useLabState((state) => state.setup);
  // Of the set-up as it was when Share was pressed: a link of another is not left standing.
  const [shared, setShared] = useState<Setup | null>(null);
  const sharing = shared === setup;
  const shareButton = useRef<HTMLButtonElement>(null);
  const close = () => {
    setShared(null);
    shareButton.current?.focus();
  };
  return (
    <footer className="transport" aria-label={transport.label}>
      <RunButtons />
      <ProgressNote />
      <BackendNote />
      <button ref={shareButton} type="button" aria-expanded={sharing} onClick={() => setShared(sharing ? null : setup)}>
        {transport.share}
      </button>
      {sharing && <SharePanel onClose={close} />}
    </footer>
  );
});

function RunButtons(): ReactNode {
  const lab = useLab();
  const { transport } = useMessages();
  const run = useLabState((state) => state.run);
  const hindrance = useHindrance();
  const shown = useLabState((state) => state.shown !== null);
  const canTrain = run.status === "paused" || (!isUnderWay(run) && hindrance === null);
  const canPause = run.status === "training" || (run.status === "recorded" && run.playing);
  return (
    <div className="transport-buttons">
      <RunButton primary enabled={canTrain} reason={hindrance} onPress={() => lab.train()}>
        {transport.train}
      </RunButton>
      <RunButton enabled={canPause} onPress={() => lab.pause()}>
        {transport.pause}
      </RunButton>
      <RunButton enabled={canTrain && canStep(run)} reason={hindrance ?? transport.noStep} onPress={() => lab.step()}>
        {transport.step}
      </RunButton>
      <RunButton enabled={shown} onPress={() => lab.reset()}>
        {transport.reset}
      </RunButton>
    </div>
  );
}

interface RunButtonProps {
  readonly primary?: boolean;
  readonly enabled: boolean;
  /** Why it is not enabled. */
  readonly reason?: string | null;
  readonly onPress: () => void;
  readonly children: string;
}

/** Stays focusable while it can do nothing, so that the keyboard's place is not lost between two steps. */
function RunButton({ primary = false, enabled, reason = null, onPress, children }: RunButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={primary ? "primary" : undefined}
      aria-disabled={!enabled}
      title={enabled ? undefined : (reason ?? undefined)}
      onClick={() => enabled && onPress()}
    >
      {children}
    </button>
  );
}
