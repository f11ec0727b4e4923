import type { PointerEvent, ReactNode } from "react";
import type { BlockPlace } from "../../core/custom-blocks.ts";
import { blockName } from "../../core/custom-blocks.ts";
import type { FaultAndFix } from "../../core/custom-faults.ts";
import { blockAt } from "../../core/custom-edits.ts";
import { useMessages } from "../messages/messages.ts";
import { mended } from "./edits.ts";
import { ItemButton } from "./item-button.tsx";
import type { Item } from "./items.ts";
import { blockItem, keyOf } from "./items.ts";
import type { Drag } from "./use-drag.ts";
import type { Editor } from "./use-editor.ts";

interface BlockCardProps {
  readonly editor: Editor;
  readonly place: BlockPlace;
  readonly drag: Drag | null;
  onGrip(this: void, event: PointerEvent): void;
}

/** One block: what it does, the map that it gives, and what is wrong with it beside its mending. */
export function BlockCard({ editor, place, drag, onGrip }: BlockCardProps): ReactNode {
  const { editor: words } = useMessages();
  const item = blockItem(place);
  const block = blockAt(editor.drawing.spec, place)!;
  const name = blockName(place);
  const faults = editor.faults.filter(({ fault }) => fault.kind !== "no-tap" && fault.block === name);
  const map = editor.maps[place.section]![place.block]!;
  const isDragged = drag?.key === keyOf(item);
  return (
    <li
      className={`editor-card${faults.length > 0 ? " editor-faulty" : ""}${drag?.before === keyOf(item) ? " editor-drop" : ""}${isDragged ? " editor-dragged" : ""}`}
      data-block={place.block}
      style={isDragged ? { translate: `${drag.by[0]}px ${drag.by[1]}px` } : undefined}
      onPointerDown={onGrip}
    >
      <ItemButton editor={editor} item={item} className="editor-block">
        <span className="visually-hidden">{words.block(place.section, place.block)}: </span>
        <span className="editor-kind">{words.kind(block)}</span>
        <span className="editor-map">
          <span className="visually-hidden">{words.gives} </span>
          {words.map(map)}
        </span>
        <span className="editor-tags">{words.tags(block).join(" · ")}</span>
      </ItemButton>
      <Grip />
      <Faults editor={editor} faults={faults} item={item} />
    </li>
  );
}

/** What a finger drags by. */
export function Grip(): ReactNode {
  return (
    <svg className="editor-grip" width="16" height="20" viewBox="0 0 16 20" aria-hidden="true">
      {[5, 10, 15].map((y) => (
        <path key={y} d={`M4.5 ${y}h2M9.5 ${y}h2`} />
      ))}
    </svg>
  );
}

interface FaultsProps {
  readonly editor: Editor;
  readonly faults: readonly FaultAndFix[];
  /** What is chosen once it is mended. */
  readonly item: Item;
}

export function Faults({ editor, faults, item }: FaultsProps): ReactNode {
  const { editor: words } = useMessages();
  return faults.map(({ fault, fixed }) => (
    <div key={fault.kind} className="editor-fault">
      <p>{words.fault(fault)}</p>
      <button type="button" onClick={() => editor.apply(mended(fixed, item, "fixed"))}>
        {words.fix(fault)}
      </button>
    </div>
  ));
}
