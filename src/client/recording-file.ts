/** The recorded run that the lab ships, read by a worker of its own. */
// oxlint-disable-next-line import/default -- Vite makes it
import readerUrl from "./recording-reader.ts?worker&url";
import type { RecordedRun, Recording } from "../core/recording.ts";
import type { Report } from "../core/report.ts";
import { scriptAddress } from "../core/script-address.ts";
import { recordingPieceIn, type RecordingPiece, type RecordingRequest } from "../protocol/recording-messages.ts";

/** Null where there is none: that is no error, the page then says what to do instead. */
export async function openRecording(base: string, name: string): Promise<Recording | null> {
  let worker: Worker;
  try {
    worker = new Worker(scriptAddress(readerUrl, globalThis), { type: "module" });
  } catch {
    // A browser that starts no worker is told of when somebody trains.
    return null;
  }
  try {
    return await new Promise<Recording | null>((resolve) => {
      const gather = gatherer(resolve);
      worker.addEventListener("message", ({ data }: MessageEvent<unknown>) =>
        gather(recordingPieceIn(data) ?? { type: "none" }),
      );
      worker.addEventListener("error", () => resolve(null));
      const request: RecordingRequest = { type: "read", base, name };
      worker.postMessage(request);
    });
  } finally {
    worker.terminate();
  }
}

/** Puts the pieces together and gives the whole to `done`. */
export function gatherer(done: (recording: Recording | null) => void): (piece: RecordingPiece) => void {
  let head: Recording | null = null;
  let runs: { readonly run: RecordedRun["run"]; readonly reports: Report[] }[] = [];
  return (piece) => {
    switch (piece.type) {
      case "head":
        head = piece.recording;
        runs = head.runs.map(({ run }) => ({ run, reports: [] }));
        break;
      case "reports":
        runs[piece.index]?.reports.push(...piece.reports);
        break;
      case "end":
        done(head && { ...head, runs });
        break;
      case "none":
        done(null);
        break;
      default:
        piece satisfies never;
    }
  };
}
