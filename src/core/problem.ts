/** Why something that a person gave cannot be used: a code with its values, which each screen words in its own language. */
import type { DataFault, FaultPlace } from "./data-fault.ts";
import type { DocumentFault } from "./document-fault.ts";
import type { Noticed } from "./divergence.ts";
import type { ShippedFault, TensorFault, WeightsFault } from "./file-fault.ts";
import type { Split } from "./images.ts";
import type { NetworkFault } from "./network-fault.ts";
import type { HubFault } from "./hub-fault.ts";
import type { MisfitReason, Side } from "./misfit.ts";
import type { UnknownSetting } from "./unknown-settings.ts";

export interface Range {
  readonly whole: boolean;
  readonly least: number;
  readonly most: number;
}

/** What a setting should have been. */
export type Rule =
  | ({ readonly kind: "range" } & Range)
  | { readonly kind: "missing" }
  /** Met only in documents written by hand: what a text must be, by its name in the schema. */
  | { readonly kind: "form"; readonly form: string }
  /** Likewise; a type, or the values that may stand there. */
  | { readonly kind: "other"; readonly expected: string };

/** A matrix's `[channels1, channels2]`, or null where the network has no such pair. */
type MisfitShape = readonly number[] | null;

export type Problem =
  /** `path` is the setting's place in the document, `found` its value as JSON. */
  | { readonly code: "setting"; readonly path: string; readonly found: string; readonly rule: Rule }
  /** Settings that this version has not: all that the document has of them. */
  | { readonly code: "unknown-settings"; readonly settings: readonly UnknownSetting[] }
  | { readonly code: "images"; readonly training: number; readonly validation: number; readonly there: number }
  /** As many of each class are asked for, and they do not divide. */
  | { readonly code: "uneven-classes"; readonly training: number; readonly classes: number }
  | { readonly code: "memory"; readonly bytes: number; readonly mostBytes: number }
  /** In one piece, which the code calls so. */
  | { readonly code: "gpu-room"; readonly label: string; readonly bytes: number; readonly mostBytes: number }
  /** A teacher that learns from images of its own sees the same kind of images as the student: `[h, w, c]`. */
  | { readonly code: "teacher-images"; readonly teacher: readonly number[]; readonly student: readonly number[] }
  /** Of a network that was drawn by hand. */
  | { readonly code: "network"; readonly whose: "teacher" | "student"; readonly fault: NetworkFault }
  | {
      readonly code: "misfit";
      readonly pair: string;
      readonly teacher: MisfitShape;
      readonly student: MisfitShape;
      readonly reason: MisfitReason;
    }
  /** Answers can be compared only over the same classes. */
  | { readonly code: "classes"; readonly teacher: number; readonly student: number }
  /** A pair that was matched by hand names a layer that is not there, or has no maps any more. */
  | {
      readonly code: "tap";
      readonly side: Side;
      readonly tap: string;
      readonly why: "missing" | "no-maps";
    }
  /** A seed of the plan's `sweep.seeds` that is one of its `seeds` too: runs would be judged with what chose their rates. */
  | { readonly code: "sweep-seed"; readonly seed: number }
  | { readonly code: "trials"; readonly found: number; readonly most: number }
  | { readonly code: "document-long"; readonly length: number; readonly most: number }
  | { readonly code: "link-made"; readonly length: number; readonly most: number }
  | { readonly code: "link-read"; readonly length: number; readonly most: number }
  | { readonly code: "link-none" }
  | { readonly code: "link-version"; readonly version: string }
  | { readonly code: "link-damaged" }
  /** A part of the lab's own program, named where the browser names it: there is no network, or another build stands there now. */
  | { readonly code: "part-unread"; readonly path: string | null }
  /** `status` is the server's; null where it did not answer, and `reason` says why in English. */
  | {
      readonly code: "file-unread";
      readonly path: string;
      readonly status: number | null;
      readonly reason: string;
    }
  /** Of the images that the lab ships. */
  | { readonly code: "file-damaged"; readonly path: string; readonly fault: ShippedFault }
  | { readonly code: "tensor-file"; readonly file: string; readonly fault: TensorFault }
  /** `file` is null for the file of a student that was kept. */
  | { readonly code: "weights"; readonly file: string | null; readonly fault: WeightsFault }
  /** Of a run that was to go on; `file` is null where the page keeps it. */
  | { readonly code: "checkpoint"; readonly file: string | null; readonly why: "damaged" | "other-experiment" }
  | { readonly code: "document"; readonly fault: DocumentFault }
  /** A kept set has another number of classes than the experiment says. */
  | { readonly code: "data-classes"; readonly name: string; readonly said: number; readonly there: number }
  /** The worker that trains did not answer. */
  | { readonly code: "engine-late"; readonly seconds: number }
  /** It was not heard of any more; it could not be read; or page and worker did not say what they should. */
  | { readonly code: "worker"; readonly fault: "silent" | "unloaded" | "unread" }
  /** `reason` is the browser's, in its own words. */
  | { readonly code: "worker-stopped"; readonly reason: string }
  /** A file of images from elsewhere, and where in it. */
  | { readonly code: "data-file"; readonly file: string; readonly place: FaultPlace | null; readonly fault: DataFault }
  /** `what` is the set or the file that was asked for. */
  | { readonly code: "hub"; readonly host: string; readonly what: string; readonly fault: HubFault }
  /** The experiment names images by their hash, and they are not here. */
  | { readonly code: "data-missing"; readonly name: string; readonly sha256: string }
  /** The plan is of this set, whose hash the lab does not know: other images only hold its place. */
  | { readonly code: "data-to-give"; readonly set: string }
  /** `what` is a split, or the class of training images that runs short. */
  | { readonly code: "data-few"; readonly what: string; readonly asked: number; readonly there: number }
  /** A set from elsewhere that no experiment can be made of; `there` counts its images, `least` is needed of each split. */
  | {
      readonly code: "data-tiny";
      readonly name: string;
      readonly there: Readonly<Record<Split, number>>;
      readonly least: number;
    }
  /** The experiment names a trained teacher by its hash, and it is not here. */
  | { readonly code: "teacher-missing"; readonly name: string; readonly sha256: string }
  /** A file that was to hold a run; `version` is another than this lab's, or null where the file is none or damaged. */
  | { readonly code: "run-file"; readonly file: string; readonly version: number | null }
  /** A file that was to hold an experiment or a plan, and is no JSON. */
  | { readonly code: "set-up-file"; readonly file: string }
  /** What the command line left of runs, which other files make a bundle of; `name` is the folder's. */
  | { readonly code: "run-folder"; readonly name: string }
  /** Files of the lab that cannot be opened at once; `file` is the first of them. */
  | { readonly code: "lab-files"; readonly file: string; readonly count: number }
  /** A file that was to hold a trained teacher. */
  | { readonly code: "teacher-file"; readonly file: string }
  /** An interrupted run that was to go on is not here any more. */
  | { readonly code: "training-gone" }
  /** Another tab trains it now. */
  | { readonly code: "training-elsewhere" }
  /** It would go on with other bits than it began with; both are described as "webgpu (adapter)". */
  | { readonly code: "training-environment"; readonly begun: string; readonly here: string }
  /** The page came over plain http, where browsers have no SHA-256. */
  | { readonly code: "insecure" }
  /** A run's numbers stopped being finite in or behind this iteration of the stage. */
  | { readonly code: "not-finite"; readonly noticed: Noticed; readonly stage: 0 | 1 | 2; readonly step: number }
  /** Met by who uses the command line: worded in English alone. */
  | { readonly code: "other"; readonly sentence: string };
