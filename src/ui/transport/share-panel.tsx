import { useEffect, useRef, useState, type ReactNode } from "react";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

type Shared =
  | { readonly status: "making" }
  | { readonly status: "made"; readonly address: string; readonly copied: boolean }
  | { readonly status: "failed"; readonly sentence: string };

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not allowed, or not a secure page: the person copies the selected text.
  }
}

/** The link, copied where the browser allows it, and always there to be seen and copied by hand. */
export function SharePanel({ onClose }: { readonly onClose: () => void }): ReactNode {
  const lab = useLab();
  const { share } = useMessages();
  const [shared, setShared] = useState<Shared>({ status: "making" });
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    let wanted = true;
    const make = async (): Promise<Shared> => {
      const address = await lab.address();
      return { status: "made", address, copied: await copied(address) };
    };
    void make()
      .catch((error: unknown): Shared => ({
        status: "failed",
        sentence: error instanceof Error ? error.message : String(error),
      }))
      .then((next) => wanted && setShared(next));
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
        {shared.status === "failed" && shared.sentence}
      </output>
      <p className="share-note">{share.holds}</p>
    </dialog>
  );
}
