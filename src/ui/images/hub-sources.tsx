/** Sets of the Hugging Face hub. Nothing is asked of it before a button is pressed that names the host and the size. */
import { useId, useState, type ReactNode } from "react";
import { storedTraining } from "../../core/experiment.ts";
import type { HubSet } from "../../core/hub.ts";
import { bytesOf, hubHost, hubId, hubListHost, readySets } from "../../core/hub.ts";
import { useMessages } from "../messages/messages.ts";
import { Row } from "../setup/fields.tsx";
import { isWhole } from "../setup/number-row.tsx";
import { useImports } from "./imports-context.ts";

export function HubSources(): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  const [name, setName] = useState<string | null>([...readySets.keys()][0]!);
  const [text, setText] = useState("");
  const [nameId, textId] = [useId(), useId()];
  const set = name === null ? undefined : readySets.get(name);
  const id = hubId(text);
  return (
    <section className="images-part">
      <h3>{images.hub}</h3>
      <p className="images-hint">{images.hubHint(hubHost)}</p>
      <Row id={nameId} label={images.hubSet}>
        <select id={nameId} value={name ?? ""} onChange={({ target }) => setName(target.value || null)}>
          {[...readySets].map(([key, ready]) => (
            <option key={key} value={key}>
              {images.readySet(key, ready.id)}
            </option>
          ))}
          <option value="">{images.otherSet}</option>
        </select>
      </Row>
      {set ? (
        <FetchForm set={set} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (id !== null) imports.list(id);
          }}
        >
          <Row id={textId} label={images.hubId} hint={images.hubIdHint}>
            <input
              id={textId}
              value={text}
              aria-describedby={`${textId}-hint`}
              onChange={({ target }) => setText(target.value)}
            />
          </Row>
          <button type="submit" disabled={id === null}>
            {images.lookUp(hubListHost)}
          </button>
        </form>
      )}
    </section>
  );
}

/** What the hub has of a set: one of its configurations can be fetched. */
export function HubList({ id, sets }: { readonly id: string; readonly sets: readonly HubSet[] }): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  const [index, setIndex] = useState(0);
  const configId = useId();
  const set = sets[index];
  return (
    <section className="images-part">
      <h3>{id}</h3>
      <Row id={configId} label={images.config}>
        <select id={configId} value={index} onChange={({ target }) => setIndex(target.selectedIndex)}>
          {sets.map(({ config }, place) => (
            <option key={config} value={place}>
              {config}
            </option>
          ))}
        </select>
      </Row>
      {set && <FetchForm key={set.config} set={set} />}
      <button type="button" onClick={() => imports.cancel()}>
        {images.back}
      </button>
    </section>
  );
}

function FetchForm({ set }: { readonly set: HubSet }): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  const [text, setText] = useState("");
  const firstId = useId();
  const first = text === "" ? null : Number(text);
  // More than a set may have says nothing.
  const isRight = first === null || isWhole(first, 1, storedTraining.most);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight) imports.fetch({ set, first });
      }}
    >
      <Row id={firstId} label={images.first} hint={images.firstHint}>
        <input
          id={firstId}
          type="number"
          step="any"
          value={text}
          aria-invalid={!isRight}
          aria-describedby={`${firstId}-hint`}
          onChange={({ target }) => setText(target.value)}
        />
      </Row>
      <button type="submit" disabled={!isRight}>
        {first === null || !isRight
          ? images.fetch(hubHost, bytesOf(set))
          : images.fetchFirst(hubHost, bytesOf(set), first)}
      </button>
    </form>
  );
}
