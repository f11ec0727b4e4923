/** A worker that reads the recorded run, so that the page stays free: a plan's recording is a megabyte of numbers. */
import { toPlan } from "../core/document.ts";
import { runFileOf } from "../core/run-file.ts";
import { recordingRequestIn, type RecordingPiece, type RecordingRequest } from "../protocol/recording-messages.ts";

const reportsPerPiece = 100;

addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  const request = recordingRequestIn(data);
  if (request) send(request).catch(() => post({ type: "none" }));
  else post({ type: "none" });
});

async function send({ base, name }: RecordingRequest): Promise<void> {
  const text = await textOfFirst([`recorded/${name}.json.gz`, `recorded/${name}.json`], base);
  if (text === null) return post({ type: "none" });
  const { document, environment, runs } = runFileOf(text, name);
  const heads = runs.map(({ run }) => ({ run, reports: [] }));
  post({ type: "head", recording: { plan: toPlan(document), environment, runs: heads } });
  for (const [index, { reports }] of runs.entries()) {
    for (let start = 0; start < reports.length; start += reportsPerPiece) {
      post({ type: "reports", index, reports: reports.slice(start, start + reportsPerPiece) });
    }
  }
  post({ type: "end" });
}

function post(piece: RecordingPiece): void {
  postMessage(piece);
}

async function textOfFirst(files: readonly string[], base: string): Promise<string | null> {
  for (const file of files) {
    const response = await fetch(new URL(file, base));
    if (response.ok) return textOf(response);
  }
  return null;
}

/** Some servers unpack a gzip on the way, so its first bytes decide. */
async function textOf(response: Response): Promise<string> {
  const bytes = await response.arrayBuffer();
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first !== 0x1f || second !== 0x8b) return new TextDecoder().decode(bytes);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
