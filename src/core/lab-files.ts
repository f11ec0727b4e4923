/** What a person may give that the lab wrote itself, told by what is in it. */
import type { BundledTraining } from "./bundle.ts";
import type { Document } from "./experiment.ts";

export type LabFiles =
  /** To be shown first, as a link is. */
  | { readonly kind: "set-up"; readonly document: Document }
  /** Of bundles, runs' files and recordings. */
  | { readonly kind: "trainings"; readonly trainings: readonly BundledTraining[] }
  | { readonly kind: "teachers"; readonly teachers: readonly TeacherBytes[] };

export interface TeacherBytes {
  /** Of the file. */
  readonly name: string;
  readonly bytes: Uint8Array;
}
