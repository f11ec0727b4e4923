import { useId, type ReactNode } from "react";
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
import { Row } from "../setup/fields.tsx";
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
      <Select
        label={fields.type}
        value={block.type}
        options={blockTypes}
        text={(type) => words.types[type]}
        onChange={(type) => change({ type })}
      />
      <NumberSetting
        label={fields.channels}
        value={block.channels}
        range={channelRange}
        onChange={(channels) => change({ channels })}
        onSettle={editor.settle}
      />
      <Select
        label={fields.kernel}
        value={block.kernel}
        options={kernelSizes}
        text={(kernel) => words.kernel(kernel)}
        onChange={(kernel) => change({ kernel })}
      />
      <Select
        label={fields.stride}
        value={block.stride}
        options={strides}
        text={(stride) => words.stride(stride)}
        onChange={(stride) => change({ stride })}
      />
      <Select
        label={fields.norm}
        value={block.norm}
        options={blockNorms}
        text={(norm) => words.norms[norm]}
        onChange={(norm) => change({ norm })}
      />
      <Select
        label={fields.shortcut}
        value={block.shortcut}
        options={shortcuts}
        text={(shortcut) => words.shortcuts[shortcut]}
        onChange={(shortcut) => change({ shortcut })}
      />
      <Select
        label={fields.pool}
        value={block.pool}
        options={blockPools}
        text={(pool) => words.pools[pool]}
        onChange={(pool) => change({ pool })}
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

interface SelectProps<Value extends string | number> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Value[];
  text(this: void, option: Value): string;
  onChange(this: void, value: Value): void;
}

function Select<Value extends string | number>({ label, value, options, text, onChange }: SelectProps<Value>) {
  const id = useId();
  return (
    <Row id={id} label={label}>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options[target.selectedIndex];
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {text(option)}
          </option>
        ))}
      </select>
    </Row>
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
