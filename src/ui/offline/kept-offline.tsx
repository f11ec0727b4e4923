import { useEffect, type ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import { useOffline, useOfflineState } from "./offline-context.ts";

/** Whether the lab opens without a network, and the ways to change that. */
export function KeptOffline(): ReactNode {
  const offline = useOffline();
  const { offline: texts } = useMessages();
  const app = useOfflineState((state) => state.app);
  const bytes = useOfflineState((state) => state.appBytes);
  const isOffered = app === "unasked" || app === "refused";
  useEffect(() => {
    if (isOffered) void offline.lookForSize();
  }, [offline, isOffered]);
  return (
    <section className="kept-part">
      <h3>{texts.title}</h3>
      <p>{texts.app[app]}</p>
      {app === "kept" && <LaterImages />}
      <div className="link-buttons">
        {isOffered && (
          <button type="button" onClick={() => void offline.keep()}>
            {bytes === null ? texts.keep : texts.keepOf(bytes)}
          </button>
        )}
        {app === "kept" && (
          <button type="button" onClick={() => void offline.forget()}>
            {texts.forget}
          </button>
        )}
      </div>
    </section>
  );
}

function LaterImages(): ReactNode {
  const offline = useOffline();
  const { offline: texts } = useMessages();
  const images = useOfflineState((state) => state.images);
  if (images.kind === "unknown") return null;
  if (images.kind === "kept") return <p>{texts.imagesKept}</p>;
  if (images.kind === "keeping")
    return (
      <p>
        <progress value={images.bytes} max={offline.laterBytes} aria-label={texts.keepingImages} />{" "}
        {texts.imagesOf(images.bytes, offline.laterBytes)}
      </p>
    );
  return (
    <>
      {images.kind === "failed" && <p role="alert">{texts.imagesFailed}</p>}
      <div className="link-buttons">
        <button type="button" onClick={() => void offline.keepImages()}>
          {texts.keepImages(offline.laterBytes)}
        </button>
      </div>
    </>
  );
}
