/** What the page and the worker that reads the recorded run say to each other, checked where it arrives. */
import * as v from "valibot";
import { planSchema } from "../core/experiment.ts";
import type { Recording } from "../core/recording.ts";
import type { Report } from "../core/report.ts";
import { environmentSchema, recordedRunSchema, reportSchema } from "../core/report-schema.ts";
import { count } from "../core/schema-parts.ts";
import { messageReader } from "../core/message-reader.ts";

export interface RecordingRequest {
  readonly type: "read";
  /** The page's own address, which the lab's files lie beside. */
  readonly base: string;
  readonly name: string;
}

/** In pieces, because a page takes even a ready message apart on its one thread. */
export type RecordingPiece =
  | { readonly type: "head"; readonly recording: Recording }
  | { readonly type: "reports"; readonly index: number; readonly reports: readonly Report[] }
  | { readonly type: "end" }
  | { readonly type: "none" };

export const recordingRequestIn = messageReader<RecordingRequest>({
  read: v.object({ type: v.literal("read"), base: v.string(), name: v.string() }),
});

export const recordingPieceIn = messageReader<RecordingPiece>({
  head: v.object({
    type: v.literal("head"),
    recording: v.object({ plan: planSchema, environment: environmentSchema, runs: v.array(recordedRunSchema) }),
  }),
  reports: v.object({ type: v.literal("reports"), index: count, reports: v.array(reportSchema) }),
  end: v.object({ type: v.literal("end") }),
  none: v.object({ type: v.literal("none") }),
});
