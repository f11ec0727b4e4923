import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { Lab } from "../../client/lab-store.ts";
import { expectationIn, isShownSetup } from "../../client/reference.ts";
import type { SetupProblem } from "../../client/setup-problem.ts";
import { BadInput } from "../../core/bad-input.ts";
import type { LinkExtras } from "../../core/link.ts";
import { noExtras } from "../../core/link.ts";
import { download } from "../kept/download.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { preferences } from "../shell/preferences.ts";
import { firstPanel, viewStore } from "../shell/view-store.ts";
import { setupSentence } from "../setup/problem.ts";
import { mostQrCharacters, QrCode } from "./qr-code.tsx";
import "./share.css";

type Shared =
  | { readonly status: "making" }
  | {
      readonly status: "made";
      readonly address: string;
      readonly copied: boolean;
      /** It would be too long with the result that was to go with it. */
      readonly lacksResult: boolean;
    }
  | { readonly status: "failed"; readonly why: SetupProblem };

/** Longer ones are cut by some programs on their way. */
const longCharacters = 2000;

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not allowed, or not a secure page: the person copies the selected text.
  }
}

/** Where the set-up cannot be trained, whoever got its link could not open it. */
async function sharedOf(lab: Lab, extras: LinkExtras): Promise<Shared> {
  const { problem } = lab.store.getState();
  if (problem) return { status: "failed", why: problem };
  try {
    const address = await lab.address(extras);
    return { status: "made", address, copied: await copied(address), lacksResult: false };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    if (extras.expectation === null) return { status: "failed", why: { problem: error.problem, experiment: null } };
    const plain = await sharedOf(lab, { ...extras, expectation: null });
    return plain.status === "made" ? { ...plain, lacksResult: true } : plain;
  }
}

/** What is on screen of the view, as far as it is not what everybody sees first. */
function viewNow(lab: Lab): LinkExtras["view"] {
  const { panel, pair } = viewStore.getState();
  const { cursor } = lab.looks.store.getState();
  const { theme } = preferences.getState();
  return {
    ...(panel !== firstPanel && { panel }),
    ...(pair !== null && { pair }),
    ...(cursor?.axis === "total" && { iteration: Math.round(cursor.iteration) }),
    ...(theme && { theme }),
  };
}

/** The link, copied where the browser allows it, and always there to be seen and copied by hand. */
export function SharePanel({ onClose }: { readonly onClose: () => void }): ReactNode {
  const lab = useLab();
  const messages = useMessages();
  const { share, sharing, guards } = messages;
  const isSlowed = useLabState((state) => state.slowed !== null);
  const [shared, setShared] = useState<Shared>({ status: "making" });
  const [withResult, setWithResult] = useState(true);
  const [withView, setWithView] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // As it was when Share was pressed: results that come meanwhile do not change a link that was just copied.
  const [expectation] = useState(() => {
    const state = lab.store.getState();
    return isShownSetup(state) ? expectationIn(state.views) : null;
  });

  useEffect(() => {
    let wanted = true;
    const extras = {
      ...noExtras,
      ...(withView && { view: viewNow(lab) }),
      ...(withResult && { expectation }),
    };
    void sharedOf(lab, extras).then((next) => wanted && setShared(next));
    return () => {
      wanted = false;
    };
  }, [lab, withResult, withView, expectation]);

  useEffect(() => {
    if (shared.status === "made") field.current?.select();
  }, [shared]);

  const canSave = useStore(lab.store, ({ problem }) => problem === null);
  const save = () => {
    const document = lab.document();
    download(`${document.name}.json`, [`${JSON.stringify(document, null, 2)}\n`]);
  };
  return (
    <dialog
      open
      className="share"
      aria-label={share.title}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <div className="share-head">
        <h2>{share.title}</h2>
        <button type="button" onClick={onClose}>
          {share.close}
        </button>
      </div>
      {shared.status === "made" && <input ref={field} readOnly aria-label={share.field} value={shared.address} />}
      <output>
        {shared.status === "made" && (shared.copied ? share.copied : share.copyByHand)}
        {shared.status === "failed" && `${share.none} ${setupSentence(messages, shared.why)}`}
      </output>
      <div className="share-body">
        {shared.status === "made" && <LinkPicture address={shared.address} />}
        <div>
          {shared.status === "made" && (
            <p className="share-note">
              {share.holds} {isSlowed && guards.link} {sharing.length(shared.address.length)}{" "}
              {shared.address.length > longCharacters && sharing.long} {shared.lacksResult && sharing.resultLeftOut}
            </p>
          )}
          {shared.status !== "failed" && expectation && (
            <Choice
              label={sharing.withResult(expectation.results.length)}
              meaning={sharing.withResultMeaning}
              checked={withResult}
              onChange={setWithResult}
            />
          )}
          {shared.status !== "failed" && <Choice label={sharing.withView} checked={withView} onChange={setWithView} />}
          {canSave && (
            <p className="share-file">
              <button type="button" onClick={save}>
                {sharing.save}
              </button>
              <span className="share-note">{sharing.saveMeaning}</span>
            </p>
          )}
        </div>
      </div>
    </dialog>
  );
}

function LinkPicture({ address }: { readonly address: string }): ReactNode {
  const { sharing } = useMessages();
  return address.length > mostQrCharacters ? (
    <p className="share-note share-no-qr">{sharing.noQr}</p>
  ) : (
    <QrCode text={address} />
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly meaning?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Choice({ label, meaning, checked, onChange }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <div className="share-choice">
      <label>
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={meaning && id}
          onChange={(event) => onChange(event.target.checked)}
        />{" "}
        {label}
      </label>
      {meaning && (
        <p id={id} className="share-note">
          {meaning}
        </p>
      )}
    </div>
  );
}
