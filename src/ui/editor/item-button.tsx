import type { ReactNode } from "react";
import type { Item } from "./items.ts";
import { keyOf } from "./items.ts";
import type { Editor } from "./use-editor.ts";

interface ItemButtonProps {
  readonly editor: Editor;
  readonly item: Item;
  readonly className: string;
  /** Of one that does something by itself. */
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** One stop of the arrows; Tab reaches the chosen one alone. */
export function ItemButton({ editor, item, className, onClick, children }: ItemButtonProps): ReactNode {
  const isChosen = keyOf(editor.chosen) === keyOf(item);
  return (
    <button
      type="button"
      className={className}
      data-item={keyOf(item)}
      tabIndex={isChosen ? 0 : -1}
      aria-current={isChosen ? "true" : undefined}
      onFocus={() => {
        if (!isChosen) editor.choose(item);
      }}
      onClick={() => {
        // Not every browser focuses what is pressed.
        editor.choose(item);
        onClick?.();
      }}
    >
      {children}
    </button>
  );
}
