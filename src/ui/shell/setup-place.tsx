/** The set-up beside the views where there is room, and as a sheet over them where there is not. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import { SetupPanel } from "../setup/setup-panel.tsx";

export function SetupColumn(): ReactNode {
  const { setup } = useMessages();
  return (
    <aside className="setup-column" aria-label={setup.title}>
      <SetupPanel />
    </aside>
  );
}

export function SetupSheet(): ReactNode {
  const { setup, header } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  return (
    <>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {header.setup}
      </button>
      {open && (
        <dialog
          ref={dialog}
          className="setup-sheet"
          aria-label={setup.title}
          // React hands on the close of a dialog that stands within this one.
          onClose={({ target, currentTarget }) => target === currentTarget && setOpen(false)}
        >
          <div className="setup-sheet-head">
            <h2>{setup.title}</h2>
            <button type="button" onClick={() => dialog.current?.close()}>
              {setup.close}
            </button>
          </div>
          <SetupPanel />
        </dialog>
      )}
    </>
  );
}
