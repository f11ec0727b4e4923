import { faulty } from "../data/import/damage.ts";
import type { DecodePicture } from "../data/import/picture.ts";
import { decodePng, isPng } from "../data/import/png.ts";

/** PNG alone: decoders of JPEG differ in their last bits, so a set that a browser decoded would be another set here. */
export const decodePicture: DecodePicture = (bytes, file) => {
  if (isPng(bytes)) return decodePng(bytes, file);
  throw faulty(file, null, {
    kind: "unsupported",
    what: "browser-picture",
  });
};
