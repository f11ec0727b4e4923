/** Files may be dropped anywhere on the page, and they and links pasted wherever nobody types. */
import { useEffect, useState, type ReactNode } from "react";
import { dropped, pasted, pastedLink } from "../../client/dropped-files.ts";
import { uncover } from "../shell/uncover.ts";
import { useMessages } from "../messages/messages.ts";
import { useImports } from "./imports-context.ts";
import "./images.css";

/** As if it stood in the address: it is shown, nothing of it runs, and a reload brings it back. */
function followLink(link: string): void {
  uncover();
  location.hash = link;
}

export function DropTarget(): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const isFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
    const onDrag = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer || !isFiles(event)) return;
      event.preventDefault();
      const given = dropped(event.dataTransfer);
      if (given) void imports.give(given);
    };
    const onPaste = (event: ClipboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest("input, textarea") !== null;
      if (!event.clipboardData || isTyping) return;
      const link = pastedLink(event.clipboardData);
      const given = link === null ? pasted(event.clipboardData) : null;
      if (link !== null) followLink(link);
      else if (given) void imports.give(given);
      else return;
      event.preventDefault();
    };
    addEventListener("dragenter", onDrag);
    addEventListener("dragover", onDrag);
    addEventListener("dragleave", onLeave);
    addEventListener("drop", onDrop);
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("dragenter", onDrag);
      removeEventListener("dragover", onDrag);
      removeEventListener("dragleave", onLeave);
      removeEventListener("drop", onDrop);
      removeEventListener("paste", onPaste);
    };
  }, [imports]);
  return over ? <p className="images-drop">{images.drop}</p> : null;
}
