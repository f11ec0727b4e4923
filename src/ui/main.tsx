import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { browserImports, dropLeftParts } from "../client/browser-imports.ts";
import { browserLab } from "../client/browser-lab.ts";
import { takeLabFiles } from "../client/lab-files.ts";
import { browserOffline } from "../client/browser-offline.ts";
import { labBrowserStorage } from "../client/lab-browser-storage.ts";
import { firstPreset } from "../client/preset-of.ts";
import { openRecording } from "../client/recording-file.ts";
import { App } from "./app.tsx";
import { ImportsContext } from "./images/imports-context.ts";
import { StorageContext } from "./kept/storage-context.ts";
import { LabContext } from "./lab-context.ts";
import { OfflineContext } from "./offline/offline-context.ts";
import { Boundary } from "./shell/boundary.tsx";
import { applyPreferences } from "./shell/preferences.ts";
import { uncover } from "./shell/uncover.ts";
import "./theme.css";

const imports = browserImports({ takeLabFiles: (files) => takeLabFiles(lab, files), uncover });
const offline = browserOffline();
const lab = browserLab(imports);
const storage = labBrowserStorage(lab, imports, offline);
const base = location.href.replace(/[?#].*$/s, "");
const recording = openRecording(base, firstPreset);

applyPreferences();
// In one go, so that the page is whole when it is first painted.
flushSync(() => {
  createRoot(document.querySelector("#root")!).render(
    <LabContext value={lab}>
      <ImportsContext value={imports}>
        <OfflineContext value={offline}>
          <StorageContext value={storage}>
            <Boundary>
              <App />
            </Boundary>
          </StorageContext>
        </OfflineContext>
      </ImportsContext>
    </LabContext>,
  );
});

async function readLink(): Promise<void> {
  const { hash } = location;
  if (hash.length < 2) return;
  await lab.readLink(hash);
}

/** A reload must bring a link back that nobody has opened or dismissed, and no other. */
lab.store.subscribe((now, before) => {
  const isOpen = (state: typeof now) => state.proposal !== null || state.badLink !== null;
  if (isOpen(before) && !isOpen(now)) history.replaceState(null, "", location.pathname + location.search);
});

addEventListener("hashchange", () => void readLink());
// After the first paint: a large plan takes a while to check.
const linkRead = new Promise<void>((resolve) => {
  requestAnimationFrame(() => setTimeout(() => resolve(readLink())));
});
requestAnimationFrame(() => setTimeout(() => void lab.saved.refresh()));

const found = await recording;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
// No moment of it plays behind what a link brought.
await linkRead;
if (found) lab.recordings.take(found, { play: !still });
await dropLeftParts();
// Last of all, because a first visit fetches the whole lab.
await offline.begin();
