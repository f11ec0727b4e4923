import type { ReactNode } from "react";
import type { BlockPlace } from "../../core/custom-blocks.ts";
import { blockName } from "../../core/custom-blocks.ts";
import { blockAt } from "../../core/custom-edits.ts";
import type { CustomBlock } from "../../core/experiment.ts";
import {
  blockNorms,
  blockPools,
  blockTypes,
  channelRange,
  dropoutRange,
  kernelSizes,
  shortcuts,
} from "../../core/experiment.ts";
import { costsOf } from "../../core/network.ts";
import { useMessages } from "../messages/messages.ts";
import { SelectRow } from "../setup/select-row.tsx";
import { added, blockChanged, duplicated, moved, removed, stemChanged } from "./edits.ts";
import { keyOf } from "./items.ts";
import { NumberSetting } from "./number-setting.tsx";
import type { Editor } from "./use-editor.ts";

const strides = [1, 2] as const;

/** The settings of what is chosen, and what can be done with it. */
export function ItemForm({ editor }: { readonly editor: Editor }): ReactNode {
  const { editor: words } = useMessages();
  const { chosen, drawing } = editor;
  const block = chosen.kind === "block" ? blockAt(drawing.spec, chosen) : null;
  const title =
    chosen.kind === "block"
      ? words.block(chosen.section, chosen.block)
      : chosen.kind === "section"
        ? words.section(chosen.section)
        : chosen.kind === "stem"
          ? words.stem
          : chosen.kind === "add-block"
            ? words.addBlock
            : words.addSection;
  return (
    <section className="setup-group" aria-label={words.form}>
      <h3>{title}</h3>
      {chosen.kind === "stem" && (
        <NumberSetting
          label={words.fields.channels}
          value={drawing.spec.stem}
          range={channelRange}
          onChange={(stem) => editor.apply(stemChanged(drawing.spec, stem))}
          onSettle={editor.settle}
        />
      )}
      {chosen.kind === "block" && block && (
        <BlockFields key={keyOf(chosen)} editor={editor} place={chosen} block={block} />
      )}
      {chosen.kind === "section" && <p className="setup-hint">{words.sectionHint}</p>}
      <Actions editor={editor} />
      {chosen.kind === "block" && <BlockCosts editor={editor} place={chosen} />}
    </section>
  );
}

interface BlockFieldsProps {
  readonly editor: Editor;
  readonly place: BlockPlace;
  readonly block: CustomBlock;
}

function BlockFields({ editor, place, block }: BlockFieldsProps): ReactNode {
  const { editor: words } = useMessages();
  const { fields } = words;
  const change = (changed: Partial<CustomBlock>) => editor.apply(blockChanged(editor.drawing.spec, place, changed));
  return (
    <>
      <SelectRow
        label={fields.type}
        value={block.type}
        options={blockTypes}
        text={(type) => words.types[type]}
        onChoose={(type) => change({ type })}
      />
      <NumberSetting
        label={fields.channels}
        value={block.channels}
        range={channelRange}
        onChange={(channels) => change({ channels })}
        onSettle={editor.settle}
      />
      <SelectRow
        label={fields.kernel}
        value={block.kernel}
        options={kernelSizes}
        text={(kernel) => words.kernel(kernel)}
        onChoose={(kernel) => change({ kernel })}
      />
      <SelectRow
        label={fields.stride}
        value={block.stride}
        options={strides}
        text={(stride) => words.stride(stride)}
        onChoose={(stride) => change({ stride })}
      />
      <SelectRow
        label={fields.norm}
        value={block.norm}
        options={blockNorms}
        text={(norm) => words.norms[norm]}
        onChoose={(norm) => change({ norm })}
      />
      <SelectRow
        label={fields.shortcut}
        value={block.shortcut}
        options={shortcuts}
        text={(shortcut) => words.shortcuts[shortcut]}
        onChoose={(shortcut) => change({ shortcut })}
      />
      <SelectRow
        label={fields.pool}
        value={block.pool}
        options={blockPools}
        text={(pool) => words.pools[pool]}
        onChoose={(pool) => change({ pool })}
      />
      <NumberSetting
        label={fields.dropout}
        value={block.dropout}
        range={dropoutRange}
        onChange={(dropout) => change({ dropout })}
        onSettle={editor.settle}
      />
    </>
  );
}

/** By pointer and by Tab what the board's keys do. */
function Actions({ editor }: { readonly editor: Editor }): ReactNode {
  const { editor: words } = useMessages();
  const { chosen, drawing, size } = editor;
  const { spec } = drawing;
  const edits = [
    [words.earlier, moved(spec, chosen, "left")],
    [words.later, moved(spec, chosen, "right")],
    [words.duplicate, duplicated(spec, chosen)],
    [words.remove, removed(spec, chosen)],
    [
      chosen.kind === "block" || chosen.kind === "add-block" ? words.addBlock : words.addSection,
      added(spec, chosen, size),
    ],
  ] as const;
  return (
    <fieldset className="editor-actions">
      <legend className="visually-hidden">{words.actions}</legend>
      {edits.map(([label, edit]) => (
        <button key={label} type="button" aria-disabled={edit === null} onClick={() => editor.apply(edit)}>
          {label}
        </button>
      ))}
    </fieldset>
  );
}

function BlockCosts({ editor, place }: { readonly editor: Editor; readonly place: BlockPlace }): ReactNode {
  const { editor: words } = useMessages();
  const { network } = editor;
  if (!network) return null;
  const nodes = network.nodes.filter(({ name }) => name.startsWith(`${blockName(place)}.`));
  return <p className="setup-hint">{words.blockCosts(costsOf(network, nodes))}</p>;
}
