import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { storedSets } from "../../client/imports.ts";
import { expectationIn, isShownSetup } from "../../client/reference.ts";
import { download } from "../kept/download.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { setupSentence } from "../setup/problem.ts";
import { Choice } from "./choice.tsx";
import { mostQrCharacters, QrCode } from "./qr-code.tsx";
import { useSharedLink, type Shared } from "./shared-link.ts";
import "./share.css";

/** Longer ones are cut by some programs on their way. */
const longCharacters = 2000;

/** The link, copied where the browser allows it, and always there to be seen and copied by hand. */
export function SharePanel({ onClose }: { readonly onClose: () => void }): ReactNode {
  const lab = useLab();
  const { share, sharing } = useMessages();
  const [withResult, setWithResult] = useState(true);
  const [withView, setWithView] = useState(false);
  // As it was when Share was pressed: results that come meanwhile do not change a link that was just copied.
  const [expectation] = useState(() => {
    const state = lab.store.getState();
    return isShownSetup(state) ? expectationIn(state.views) : null;
  });
  const shared = useSharedLink(lab, withResult ? expectation : null, withView);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (shared.status === "made") field.current?.select();
  }, [shared]);
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
      <LinkText shared={shared} field={field} />
      <div className="share-body">
        {shared.status === "made" && <LinkPicture address={shared.address} />}
        <div>
          {shared.status === "made" && <LinkNote {...shared} />}
          {shared.status !== "failed" && expectation && (
            <Choice
              label={sharing.withResult(expectation.results.length)}
              meaning={sharing.withResultMeaning}
              checked={withResult}
              onChange={setWithResult}
            />
          )}
          {shared.status !== "failed" && <Choice label={sharing.withView} checked={withView} onChange={setWithView} />}
          <SaveAsFile />
        </div>
      </div>
    </dialog>
  );
}

interface LinkTextProps {
  readonly shared: Shared;
  readonly field: RefObject<HTMLInputElement | null>;
}

function LinkText({ shared, field }: LinkTextProps): ReactNode {
  const messages = useMessages();
  const { share } = messages;
  return (
    <>
      {shared.status === "made" && <input ref={field} readOnly aria-label={share.field} value={shared.address} />}
      <output>
        {shared.status === "made" && (shared.copied ? share.copied : share.copyByHand)}
        {shared.status === "failed" && `${share.none} ${setupSentence(messages, shared.why)}`}
      </output>
    </>
  );
}

/** What the link holds, how long it is, and what it had to leave out. */
function LinkNote({ address, lacksResult }: Extract<Shared, { status: "made" }>): ReactNode {
  const { app, share, sharing, guards } = useMessages();
  const isSlowed = useLabState((state) => state.slowed !== null);
  const plan = useLabState((state) => state.plan);
  const sets = storedSets(plan).map(({ name }) => name);
  const isOnlyHere = ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);
  return (
    <p className="share-note">
      {share.holds} {sets.length > 0 && share.holdsNoImages(app.list(sets))} {isOnlyHere && share.onlyHere}{" "}
      {isSlowed && guards.link} {sharing.length(address.length)} {address.length > longCharacters && sharing.long}{" "}
      {lacksResult && sharing.resultLeftOut}
    </p>
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

function SaveAsFile(): ReactNode {
  const lab = useLab();
  const { sharing } = useMessages();
  const canSave = useLabState(({ problem }) => problem === null);
  const save = () => {
    const document = lab.document();
    download(`${document.name}.json`, [`${JSON.stringify(document, null, 2)}\n`]);
  };
  return (
    canSave && (
      <p className="share-file">
        <button type="button" onClick={save}>
          {sharing.save}
        </button>
        <span className="share-note">{sharing.saveMeaning}</span>
      </p>
    )
  );
}
