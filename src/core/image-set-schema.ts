/** Images that come over a border, checked: of their bytes, that there are as many as there should be. */
import * as v from "valibot";
import { splits, type ImageSet } from "./images.ts";
import { count } from "./schema-parts.ts";
import type { Place, Refitted } from "./set-summary.ts";

/** `[height, width, channels]`. */
export const imageSize = v.tuple([count, count, count]);

const bytes = v.instance(Uint8Array);
const split = v.object({ pixels: bytes, labels: bytes });

/** Its pixels are as many as its labels and its size say. */
export const imageSetSchema = v.pipe(
  v.object({ classes: v.array(v.string()), size: imageSize, training: split, validation: split, test: split }),
  v.check(({ size: [height, width, channels], training, validation, test }) =>
    [training, validation, test].every(
      ({ pixels, labels }) => pixels.length === labels.length * height * width * channels,
    ),
  ),
) satisfies v.GenericSchema<ImageSet>;

export const splitSchema = v.picklist(splits);
export const placeSchema = v.object({ split: splitSchema, index: count }) satisfies v.GenericSchema<Place>;
export const refittedSchema = v.object({
  path: v.string(),
  size: v.string(),
  place: v.nullable(placeSchema),
}) satisfies v.GenericSchema<Refitted>;
