import type { ImageSet } from "./images.ts";
import type { ClassCount, ContactSheet, Odd, Place, Refitted } from "./set-summary.ts";
import type { StorageTroubleCode } from "./storage-trouble.ts";
import type { SetOutline } from "./stored-choice.ts";

/** What is shown of a set before it is used. */
export interface FoundImages {
  readonly outline: SetOutline;
  readonly classes: readonly ClassCount[];
  /** Of the training images, one number a channel, 0 to 1. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly sheet: ContactSheet;
  /** Of the odd ones below: twice there, of one colour, of another size. */
  readonly oddSheet: ContactSheet;
  readonly duplicates: Odd<readonly [later: Place, earlier: Place]>;
  /** Validation and test images that are training images too. */
  readonly leaks: number;
  readonly oneColour: Odd<Place>;
  readonly refitted: Odd<Refitted>;
  readonly ignored: Odd<string>;
  /** Names of classes without a training image. */
  readonly empty: readonly string[];
  /** Pictures that the browser decoded (JPEG, WebP): another browser may give other bits, and so another hash. */
  readonly decodedHere: number;
  /** Where the browser keeps nothing: why, and the images themselves, for as long as the page is open. */
  readonly unkept: { readonly code: StorageTroubleCode; readonly images: ImageSet } | null;
}
