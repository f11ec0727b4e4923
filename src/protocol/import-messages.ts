/** What the page and an import worker say to each other. A worker serves one command; to cancel, the page ends it. */
import type { BundledTraining } from "../core/bundle.ts";
import type { FoundImages } from "../core/found-images.ts";
import type { HubOrder, HubSet } from "../core/hub.ts";
import type { LabFiles } from "../core/lab-files.ts";
import type { Problem } from "../core/problem.ts";

/** A file that a person gave; `path` begins with the name of what was given. */
export interface GivenFile {
  readonly path: string;
  readonly file: Blob;
}

export type ImportCommand =
  | { readonly type: "read"; readonly name: string; readonly files: readonly GivenFile[] }
  /** What the hub has of a data set. */
  | { readonly type: "list"; readonly id: string }
  | { readonly type: "fetch"; readonly order: HubOrder }
  /** To write a bundle. */
  | { readonly type: "pack"; readonly trainings: readonly BundledTraining[] }
  /** Once more what was kept before. */
  | { readonly type: "open"; readonly name: string; readonly sha256: string };

export interface ImportProgress {
  readonly what: "reading" | "fetching" | "looking" | "keeping";
  readonly file: string;
  /** In whatever the file is counted in; null where that cannot be said. */
  readonly done: number | null;
  readonly total: number | null;
  /** That came over the network. */
  readonly bytes: number | null;
}

export type ImportEvent =
  | { readonly type: "progress"; readonly progress: ImportProgress }
  /** From here on there may be a part of this set in the storage; `found` says that it is whole. */
  | { readonly type: "keeping"; readonly sha256: string }
  | { readonly type: "listed"; readonly sets: readonly HubSet[] }
  /** What was given is the lab's own, and no images. */
  | { readonly type: "lab-files"; readonly files: LabFiles }
  | { readonly type: "packed"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: "found"; readonly found: FoundImages }
  | { readonly type: "refused"; readonly problem: Problem }
  | { readonly type: "failed"; readonly reason: string };
