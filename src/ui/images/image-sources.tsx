/** Where images can come from: files, the hub, and what this browser keeps. */
import { useId, type ChangeEvent, type ReactNode } from "react";
import { picked } from "../../client/dropped-files.ts";
import { storedSets } from "../../client/imports.ts";
import { toPlan } from "../../core/document.ts";
import type { Document } from "../../core/experiment.ts";
import type { SetOutline } from "../../core/stored-choice.ts";
import { imageCount } from "../../core/stored-choice.ts";
import { DeleteButton } from "../kept/delete-button.tsx";
import { useSaved } from "../kept/use-saved.ts";
import { useMessages } from "../messages/messages.ts";
import { HubSources } from "./hub-sources.tsx";
import { useImports, useImportState } from "./imports-context.ts";

export function ImageSources(): ReactNode {
  const { images } = useMessages();
  return (
    <>
      <section className="images-part">
        <h3>{images.files}</h3>
        <p className="images-hint">{images.forms}</p>
        <div className="images-buttons">
          <Picker label={images.pickFiles} folder={false} />
          <Picker label={images.pickFolder} folder={true} />
        </div>
        <p className="images-hint">{images.dropHint}</p>
      </section>
      <KeptSets />
      <HubSources />
    </>
  );
}

/** A file input that looks like the page's other buttons. */
function Picker({ label, folder }: { readonly label: string; readonly folder: boolean }): ReactNode {
  const imports = useImports();
  const id = useId();
  const onChange = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(target.files ?? [])];
    if (files.length > 0) void imports.give(Promise.resolve(picked(files)));
  };
  const inFolder = (input: HTMLInputElement | null) => {
    if (input) input.webkitdirectory = folder;
  };
  return (
    <span className="images-picker">
      <input ref={inFolder} id={id} type="file" multiple onChange={onChange} />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}

function KeptSets(): ReactNode {
  const { images } = useMessages();
  const kept = useImportState((state) => state.kept);
  return (
    <section className="images-part">
      <h3>{images.kept}</h3>
      {kept?.length === 0 && <p className="images-hint">{images.noneKept}</p>}
      <ul className="images-kept">
        {kept?.map((set) => (
          <KeptSet key={set.sha256} set={set} />
        ))}
      </ul>
    </section>
  );
}

function KeptSet({ set }: { readonly set: SetOutline }): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  // In whatever tab: what goes on from a checkpoint reads its images anew.
  const user = useSaved(({ trainings }) => trainings.find((one) => one.isHeld && learnsFrom(one.document, set.sha256)));
  return (
    <li>
      <span>
        <strong>{set.name}</strong> {images.contents(imageCount(set), set.size, set.classes.length)}
      </span>
      <span className="images-buttons">
        <button type="button" aria-label={images.showSet(set.name)} onClick={() => imports.show(set)}>
          {images.show}
        </button>
        {user ? (
          <span className="images-hint">{images.inUse(user.document.name)}</span>
        ) : (
          <DeleteButton
            label={images.remove}
            ofName={images.removeSet(set.name)}
            question={images.askRemoval(set.name, imageCount(set))}
            onDelete={() => void imports.drop(set.sha256)}
          />
        )}
      </span>
    </li>
  );
}

function learnsFrom(document: Document, sha256: string): boolean {
  return storedSets(toPlan(document)).some((one) => one.sha256 === sha256);
}
