/** Tells the page of a run whose numbers stopped being finite: what was sound of it, and then which layer broke first. */
import type { BrokenLayer } from "../core/divergence.ts";
import type { Experiment } from "../core/experiment.ts";
import type { Environment, RunKey } from "../core/report.ts";
import { brokenLayer } from "../engine/broken-layer.ts";
import { checkpointBytes } from "../engine/checkpoint-file.ts";
import type { NotFinite } from "../engine/not-finite.ts";
import { checkpointIn } from "../engine/not-finite.ts";
import type { Event } from "../protocol/messages.ts";

export interface BrokenParts {
  readonly environment: Environment;
  readonly send: (event: Event) => void;
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
  { environment, send, breathe, settle }: BrokenParts,
): Promise<(() => Promise<BrokenLayer | null>) | null> {
  const kept = error.trace && checkpointIn(error.trace);
  if (!kept) return null;
  const checkpoint = await checkpointBytes(kept, experiment, "");
  const { stage, done: sound } = kept.phase === "teacher" ? { stage: 0 as const, ...kept.training } : kept.student;
  send({ type: "diverged", divergence: { run, stage, sound, checkpoint, environment } });
  return async () => {
    try {
      const layer = await brokenLayer(error, {
        breathe,
        onProgress: (done, total) => send({ type: "searching", done, total }),
      });
      await settle();
      send({ type: "located", layer, isSearched: true });
      return layer;
    } catch {
      // What went wrong here says nothing of the run, which is told of already.
      send({ type: "located", layer: null, isSearched: false });
      return null;
    }
  };
}
