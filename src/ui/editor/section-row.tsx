import type { PointerEvent, ReactNode } from "react";
import type { MatchingOutcome } from "../../core/matching.ts";
import { useMessages } from "../messages/messages.ts";
import { matrixSize } from "../numbers.ts";
import { BlockCard, Faults, Grip } from "./block-card.tsx";
import { added } from "./edits.ts";
import { ItemButton } from "./item-button.tsx";
import type { Item } from "./items.ts";
import { blockItem, keyOf } from "./items.ts";
import type { Drag } from "./use-drag.ts";
import type { Editor } from "./use-editor.ts";

interface SectionRowProps {
  readonly editor: Editor;
  readonly section: number;
  readonly pairs: MatchingOutcome | null;
  readonly drag: Drag | null;
  onGrip(this: void, item: Extract<Item, { kind: "block" | "section" }>, event: PointerEvent): void;
}

/** A section's head, its blocks from the first to the last, and the place for another. */
export function SectionRow({ editor, section, pairs, drag, onGrip }: SectionRowProps): ReactNode {
  const { editor: words } = useMessages();
  const { drawing, faults, size } = editor;
  const { blocks } = drawing.spec.sections[section]!;
  const head: Item = { kind: "section", section };
  const add: Item = { kind: "add-block", section };
  const name = `section${section + 1}`;
  const own = faults.filter(({ fault }) => fault.kind === "no-tap" && fault.section === name);
  const isDragged = drag?.key === keyOf(head);
  const isTarget = drag?.before === keyOf(head);
  return (
    <li
      className={`editor-section${isTarget ? " editor-drop" : ""}${isDragged ? " editor-dragged" : ""}`}
      data-section={section}
      style={isDragged ? { translate: `${drag.by[0]}px ${drag.by[1]}px` } : undefined}
    >
      <div className="editor-head" onPointerDown={(event) => onGrip({ kind: "section", section }, event)}>
        <ItemButton editor={editor} item={head} className="editor-section-button">
          <span className="editor-kind">{words.section(section)}</span>
          <span className="editor-tags">{words.blocks(blocks.length)}</span>
        </ItemButton>
        <Grip />
        <PairChip name={name} pairs={pairs} />
      </div>
      <ol className="editor-blocks">
        {blocks.map((_, block) => (
          <BlockCard
            key={keyOf(blockItem({ section, block }))}
            editor={editor}
            place={{ section, block }}
            drag={drag}
            onGrip={(event) => onGrip({ kind: "block", section, block }, event)}
          />
        ))}
        <li className={`editor-card editor-card-add${drag?.before === keyOf(add) ? " editor-drop" : ""}`}>
          <ItemButton
            editor={editor}
            item={add}
            className="editor-add"
            onClick={() => editor.apply(added(drawing.spec, add, size))}
          >
            {words.addBlock}
          </ItemButton>
        </li>
      </ol>
      <Faults editor={editor} faults={own} item={blockItem({ section, block: 0 })} />
    </li>
  );
}

/** Whether the section's matrix can be compared with the other network's. */
function PairChip({ name, pairs }: { readonly name: string; readonly pairs: MatchingOutcome | null }): ReactNode {
  const { editor: words } = useMessages();
  const match = pairs?.matches.find((found) => found.name === name);
  if (match) {
    return (
      <span className="editor-chip">
        {words.sectionMatches(matrixSize(match.shape)!, matrixSize(match.studentShape)!)}
      </span>
    );
  }
  const misfit = pairs?.misfits.find((found) => found.name === name);
  return (
    misfit && (
      <span className="editor-chip editor-chip-broken">
        {words.sectionMisfits(matrixSize(misfit.teacher), matrixSize(misfit.student))}
      </span>
    )
  );
}
