import { useState, type ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import "./delete-button.css";

interface DeleteButtonProps {
  readonly label: string;
  /** For who hears it: with the name of what goes. */
  readonly ofName: string;
  /** What goes, and what that means: asked before anything does. */
  readonly question: string;
  readonly onDelete: () => void;
}

/** Of a button that has just come; the same function each time, or each drawing would take the focus. */
const takeFocus = (button: HTMLButtonElement | null) => button?.focus();

/** A first click deletes nothing: it says what would go. */
export function DeleteButton({ label, ofName, question, onDelete }: DeleteButtonProps): ReactNode {
  const { kept } = useMessages();
  const [state, setState] = useState<"untouched" | "asking" | "kept">("untouched");
  if (state !== "asking")
    return (
      <button
        ref={state === "kept" ? takeFocus : null}
        type="button"
        aria-label={ofName}
        onClick={() => setState("asking")}
      >
        {label}
      </button>
    );
  return (
    <fieldset className="delete-asked" aria-label={question}>
      <span>{question}</span>
      <button type="button" onClick={onDelete}>
        {kept.deleteForGood}
      </button>
      <button ref={takeFocus} type="button" onClick={() => setState("kept")}>
        {kept.keepIt}
      </button>
    </fieldset>
  );
}
