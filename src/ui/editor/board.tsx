import { useEffect, useRef, type ReactNode } from "react";
import type { MatchingOutcome } from "../../core/matching.ts";
import { useMessages } from "../messages/messages.ts";
import { Faults } from "./block-card.tsx";
import { added, blockMoved, sectionMoved } from "./edits.ts";
import { ItemButton } from "./item-button.tsx";
import type { Item } from "./items.ts";
import { blockItem, keyOf } from "./items.ts";
import { SectionRow } from "./section-row.tsx";
import { useDrag } from "./use-drag.ts";
import type { Editor } from "./use-editor.ts";

interface BoardProps {
  readonly editor: Editor;
  readonly pairs: MatchingOutcome | null;
}

const stem: Item = { kind: "stem" };
const addSection: Item = { kind: "add-section" };

/** The network from its stem to its classes, a row for each section. */
export function Board({ editor, pairs }: BoardProps): ReactNode {
  const { editor: words } = useMessages();
  const { drawing, size, faults, classes } = editor;
  const { spec } = drawing;
  const board = useRef<HTMLFieldSetElement>(null);
  const key = keyOf(editor.chosen);
  const { drag, begin } = useDrag(board, (drop) =>
    editor.apply(drop.kind === "block" ? blockMoved(spec, drop.from, drop.to) : sectionMoved(spec, drop.from, drop.to)),
  );

  // The focus goes with what is chosen from one stop to the next; of what is gone it fell to the page.
  useEffect(() => {
    const active = document.activeElement;
    const isOnStop = board.current?.contains(active) && active?.matches("[data-item]");
    if (active === document.body || isOnStop) focusItem(board.current, key);
  });

  return (
    <fieldset
      ref={board}
      className={`editor-board editor-${editor.side}`}
      aria-label={words.board[editor.side]}
      aria-describedby="editor-keys"
    >
      <ol className="editor-rows">
        <li className="editor-end">
          <ItemButton editor={editor} item={stem} className="editor-block">
            <span className="editor-kind">{words.stem}</span>
            <span className="editor-map">{words.stemMap([size[0], size[1], spec.stem])}</span>
          </ItemButton>
        </li>
        {spec.sections.map((_, section) => (
          <SectionRow
            key={keyOf({ kind: "section", section })}
            editor={editor}
            section={section}
            pairs={pairs}
            drag={drag}
            onGrip={begin}
          />
        ))}
        <li className={`editor-end${drag?.before === keyOf(addSection) ? " editor-drop" : ""}`}>
          <ItemButton
            editor={editor}
            item={addSection}
            className="editor-add"
            onClick={() => editor.apply(added(spec, addSection, size))}
          >
            {words.addSection}
          </ItemButton>
          <Faults
            editor={editor}
            faults={faults.filter(({ fault }) => fault.kind === "no-tap" && fault.section === null)}
            item={blockItem({ section: 0, block: 0 })}
          />
        </li>
        <li className="editor-classes">{words.head(classes)}</li>
      </ol>
    </fieldset>
  );
}

export function focusItem(within: Element | null, key: string): void {
  within?.querySelector<HTMLElement>(`[data-item="${key}"]`)?.focus();
}
