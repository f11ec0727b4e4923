import { useState, type ReactNode } from "react";
import type { NetworkSide } from "../../client/network-settings.ts";
import { useMessages } from "../messages/messages.ts";
import { EditorDialog } from "./editor-dialog.tsx";

/** Opens the editor at the blocks of one of the two networks. */
export function EditorButton({ whose }: { readonly whose: NetworkSide }): ReactNode {
  const { editor: words, setup } = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="quiet editor-open" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words.open}
        <span className="visually-hidden"> {setup[whose]}</span>
      </button>
      {isOpen && <EditorDialog begunAt={whose} onClose={() => setOpen(false)} />}
    </>
  );
}
