import { useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from "react";
import type { NetworkSide } from "../../client/network-settings.ts";
import { networkSides } from "../../client/network-settings.ts";
import { Segmented } from "../matrices/segmented.tsx";
import { useMessages } from "../messages/messages.ts";
import type { BoardAct, HistoryAct } from "./board-keys.ts";
import { boardActOf, historyActOf } from "./board-keys.ts";
import { Board, focusItem } from "./board.tsx";
import { CostsOfNetwork } from "./costs.tsx";
import { duplicated, moved, removed } from "./edits.ts";
import { ItemForm } from "./item-form.tsx";
import { keyOf, neighbourOf } from "./items.ts";
import { pairStatesOf } from "./pair-states.ts";
import { Pairs } from "./pairs.tsx";
import { useEditor } from "./use-editor.ts";
import "./editor.css";

interface EditorDialogProps {
  readonly begunAt: NetworkSide;
  onClose(this: void): void;
}

/** Both networks of the set-up as blocks, one at a time; every edit is in the set-up at once. */
export function EditorDialog({ begunAt, onClose }: EditorDialogProps): ReactNode {
  const { editor: words, setup } = useMessages();
  const editor = useEditor(begunAt);
  const { lead, side, drawing, deed, faults, chosen } = editor;
  const dialog = useRef<HTMLDialogElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const pairs = useMemo(() => pairStatesOf(lead), [lead]);

  useEffect(() => {
    dialog.current?.showModal();
    focusItem(dialog.current, keyOf({ kind: "block", section: 0, block: 0 }));
  }, []);

  const onHistoryKey = (act: HistoryAct) => (act === "undo" ? editor.undo() : editor.redo());
  const onBoardKey = (found: BoardAct) => {
    const { spec } = drawing;
    switch (found.act) {
      case "go":
        editor.choose(neighbourOf(spec, chosen, found.direction));
        return;
      case "move":
        editor.apply(moved(spec, chosen, found.direction));
        return;
      case "remove":
        editor.apply(removed(spec, chosen));
        return;
      case "duplicate":
        editor.apply(duplicated(spec, chosen));
        return;
      case "settings":
        panel.current?.querySelector<HTMLElement>("select, input, button")?.focus();
        return;
      default:
        found satisfies never;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const history = historyActOf(event);
    const onBoard = target.matches("[data-item]") ? boardActOf(event) : null;
    // What adds is pressed by Enter as any button is.
    const isPressed = onBoard?.act === "settings" && (chosen.kind === "add-block" || chosen.kind === "add-section");
    if (history) onHistoryKey(history);
    else if (onBoard && !isPressed) onBoardKey(onBoard);
    // From the settings back to their block; from there it closes.
    else if (event.key === "Escape" && panel.current?.contains(target)) focusItem(dialog.current, keyOf(chosen));
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className="editor"
      aria-label={words.title}
      onKeyDown={onKeyDown}
      onClose={(event) => {
        // React passes it on to a dialog around this one.
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="editor-top">
        <h2>{words.title}</h2>
        <Segmented
          legend={words.whose}
          options={networkSides.map((value) => ({ value, label: setup[value] }))}
          value={side}
          onChange={editor.chooseSide}
        />
        <div className="editor-history">
          <button type="button" aria-disabled={!editor.canUndo} onClick={editor.undo}>
            {words.undo}
          </button>
          <button type="button" aria-disabled={!editor.canRedo} onClick={editor.redo}>
            {words.redo}
          </button>
        </div>
        <button type="button" className="primary" onClick={() => dialog.current?.close()}>
          {words.done}
        </button>
      </div>
      <div className="editor-notes">
        {drawing.differences.length > 0 && <p>{words.differs(drawing.differences)}</p>}
        {side === "teacher" && lead.teacher.kind !== "recipe" && <p>{words.comesTrained}</p>}
        <p id="editor-keys" className="setup-hint editor-keys">
          {words.keys}
        </p>
      </div>
      <Board key={side} editor={editor} pairs={pairs} />
      <div className="editor-panel" ref={panel}>
        <ItemForm editor={editor} />
        <Pairs editor={editor} pairs={pairs} />
      </div>
      <CostsOfNetwork editor={editor} />
      <output className="visually-hidden">{deed && words.said(deed, faults.length)}</output>
    </dialog>
  );
}
