import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Lab } from "../../client/lab-store.ts";
import type { SetupProblem } from "../../client/setup-problem.ts";
import { BadInput } from "../../core/bad-input.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { setupSentence } from "../setup/problem.ts";

type Shared =
  | { readonly status: "making" }
  | { readonly status: "made"; readonly address: string; readonly copied: boolean }
  | { readonly status: "failed"; readonly why: SetupProblem };

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not allowed, or not a secure page: the person copies the selected text.
  }
}

/** Where the set-up cannot be trained, whoever got its link could not open it. */
async function sharedOf(lab: Lab): Promise<Shared> {
  const { problem } = lab.store.getState();
  if (problem) return { status: "failed", why: problem };
  try {
    const address = await lab.address();
    return { status: "made", address, copied: await copied(address) };
  } catch (error) {
    if (error instanceof BadInput) return { status: "failed", why: { problem: error.problem, experiment: null } };
    throw error;
  }
}

/** The link, copied where the browser allows it, and always there to be seen and copied by hand. */
export function SharePanel({ onClose }: { readonly onClose: () => void }): ReactNode {
  const lab = useLab();
  const messages = useMessages();
  const { share, guards } = messages;
  const isSlowed = useLabState((state) => state.slowed !== null);
  const [shared, setShared] = useState<Shared>({ status: "making" });
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    let wanted = true;
    void sharedOf(lab).then((next) => wanted && setShared(next));
    return () => {
      wanted = false;
    };
  }, [lab]);

  useEffect(() => {
    if (shared.status === "made") field.current?.select();
  }, [shared]);

  return (
    <dialog
      open
      className="share"
      aria-label={share.title}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className="share-head">
        <h2>{share.title}</h2>
        <button type="button" onClick={onClose}>
          {share.close}
        </button>
      </div>
      {shared.status === "made" && <input ref={field} readOnly aria-label={share.field} value={shared.address} />}
      <output>
        {shared.status === "made" && (shared.copied ? share.copied : share.copyByHand)}
        {shared.status === "failed" && `${share.none} ${setupSentence(messages, shared.why)}`}
      </output>
      {shared.status === "made" && (
        <p className="share-note">{isSlowed ? `${share.holds} ${guards.link}` : share.holds}</p>
      )}
    </dialog>
  );
}
