/** What a reader finds in one file: labelled images of one size. */
import type { LabelledImages, Split } from "../../core/images.ts";
import type { Refitted } from "../../core/set-summary.ts";

export interface Part {
  readonly file: string;
  readonly split: Split;
  readonly size: readonly [height: number, width: number, channels: number];
  readonly images: LabelledImages;
  /** Null where the file does not say. */
  readonly classes: readonly string[] | null;
  /** Pictures that were cut or averaged to the size. */
  readonly refitted: readonly RefittedPicture[];
}

/** `index` counts from 0 in the part. */
export type RefittedPicture = Pick<Refitted, "path" | "size"> & { readonly index: number };
