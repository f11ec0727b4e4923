/** The lab with a browser's own worker, clock and storage. */
// oxlint-disable-next-line no-restricted-imports import/default -- only the file's address: the engine stays in the worker
import trainingUrl from "../worker/training.ts?worker&url";
import { backendKinds } from "../core/backend-kind.ts";
import { scriptAddress } from "../core/script-address.ts";
import { openChanges } from "../storage/changes.ts";
import { labStorage } from "../storage/lab-storage.ts";
import { makeImportWorker } from "./browser-imports.ts";
import type { MeasuredRate } from "./estimate.ts";
import type { Imports } from "./imports.ts";
import { Lab } from "./lab-store.ts";
import { askedBackend, askedEngine } from "./link.ts";

const rateKey = "fsp-lab.rate";
/** No picture is drawn in a hidden tab, but its training goes on. */
const hiddenFrameMs = 250;

export function browserLab(imports: Imports): Lab {
  const changes = openChanges(() => void lab.saved.refresh());
  const lab = new Lab({
    storage: labStorage(changes.tell),
    clock: () => Date.now(),
    newId,
    makeWorker: trainingWorker,
    makeJudge: trainingWorker,
    makeImportWorker,
    backend: askedBackend(location.search),
    engine: askedEngine(location.search),
    base: location.href.replace(/[?#].*$/s, ""),
    givenSets: (plan) => imports.unkeptFor(plan),
    now: () => performance.now(),
    every: (milliseconds, tick) => {
      const timer = setInterval(tick, milliseconds);
      return () => clearInterval(timer);
    },
    nextFrame: (callback) => {
      const once = () => {
        cancelAnimationFrame(frame);
        clearTimeout(timer);
        callback();
      };
      const frame = requestAnimationFrame(once);
      const timer = setTimeout(once, hiddenFrameMs);
    },
    keptRate: keptRate(),
    keepRate: (rate) => {
      try {
        localStorage.setItem(rateKey, JSON.stringify(rate));
      } catch {
        // Without storage the next visit guesses again.
      }
    },
  });
  // A page that is hidden may be ended without a further word.
  const flush = () => void lab.saved.setups.flush();
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush());
  return lab;
}

function trainingWorker(): Worker {
  return new Worker(scriptAddress(trainingUrl, globalThis), { type: "module" });
}

/** Not `randomUUID`, which pages that came over plain http do not have. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keptRate(): MeasuredRate | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(rateKey) ?? "null");
    if (typeof value !== "object" || value === null || !("backend" in value) || !("milliseconds" in value)) return null;
    const { milliseconds } = value;
    const backend = backendKinds.find((kind) => kind === value.backend);
    return backend && typeof milliseconds === "number" && milliseconds > 0 ? { backend, milliseconds } : null;
  } catch {
    return null;
  }
}
