/** Tells the page of a run whose numbers stopped being finite: what was sound of it, and then which layer broke first. */
import { sha256Of } from "../core/canonical.ts";
import type { BrokenLayer } from "../core/divergence.ts";
import type { Experiment } from "../core/experiment.ts";
import type { Environment, RunKey } from "../core/report.ts";
import { brokenLayer } from "../engine/broken-layer.ts";
import { checkpointBytes } from "../engine/checkpoint-file.ts";
import type { NotFinite } from "../engine/not-finite.ts";
import { checkpointIn } from "../engine/not-finite.ts";
import type { BrokenNote } from "../storage/broken-note.ts";
import type { Event } from "../protocol/messages.ts";

export interface BrokenParts {
  readonly environment: Environment;
  readonly send: (event: Event) => void;
  /** With the checkpoint where it is told first. Before the last event is sent, behind which the page may end the worker. */
  readonly keep: (broken: BrokenNote, checkpoint: Uint8Array | null) => Promise<void>;
  /** Rejects to end the search. */
  readonly breathe: () => Promise<void>;
  /** Throws where the device failed: then the search says nothing. */
  readonly settle: () => Promise<void>;
}

/** Gives how the search for the layer is begun, which the page waits for from now on; null where nothing of the run is known to be sound. */
export async function toldBroken(
  error: NotFinite,
  run: RunKey,
  experiment: Experiment,
  { environment, send, keep, breathe, settle }: BrokenParts,
): Promise<(() => Promise<BrokenLayer | null>) | null> {
  const kept = error.trace && checkpointIn(error.trace);
  if (!kept) return null;
  const checkpoint = await checkpointBytes(kept, experiment, "");
  const { stage, done: sound } = kept.phase === "teacher" ? { stage: 0 as const, ...kept.training } : kept.student;
  send({ type: "diverged", divergence: { run, stage, sound, checkpoint, environment } });
  const found = { run, stage, sound, sha256: await sha256Of(checkpoint), isOffered: true };
  await keep({ ...found, layer: null, isSearched: false }, checkpoint);
  return async () => {
    try {
      const layer = await brokenLayer(error, {
        breathe,
        onProgress: (done, total) => send({ type: "searching", done, total }),
      });
      await settle();
      await keep({ ...found, layer, isSearched: true }, null);
      send({ type: "located", layer, isSearched: true });
      return layer;
    } catch {
      // What went wrong here says nothing of the run, which is told of already.
      send({ type: "located", layer: null, isSearched: false });
      return null;
    }
  };
}
