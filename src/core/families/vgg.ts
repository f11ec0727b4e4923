import type { Network } from "../network.ts";
import { NetworkBuilder } from "../network-builder.ts";
import type { ImageSize, SectionWidth } from "./layers.ts";
import { convNormRelu, sectionFactors } from "./layers.ts";

/** A stem, three sections of at least two convolutions, and two dense layers. */
export const vggDepths = [9, 12, 15] as const;

/**
 * After Simonyan and Zisserman, with batch norm and cut down to small images: a stem, three sections of `(depth - 3) / 3`
 * convolutions, each section followed by max pooling, then a dense layer with dropout and another to the classes.
 */
export function vgg(
  input: ImageSize,
  depth: (typeof vggDepths)[number],
  width: SectionWidth,
  dropout: number,
  classes: number,
): Network {
  const builder = new NetworkBuilder(input);
  const layers = (depth - 3) / 3;
  let last = convNormRelu(builder, "stem", "", "input", width, 1);
  for (const [index, factor] of sectionFactors.entries()) {
    const name = `section${index + 1}`;
    const sectionInput = last;
    if (index > 0) last = builder.pool(`${name}.pool`, "maxPool", last);
    for (let layer = 1; layer <= layers; layer++)
      last = convNormRelu(builder, name, String(layer), last, width * factor, 1);
    builder.section({ name, input: sectionInput, first: `${name}.relu1`, last });
  }
  const flat = builder.flatten("flatten", builder.pool("pool", "maxPool", last));
  const hidden = builder.relu("fc1.relu", builder.dense("fc1", flat, 8 * width));
  return builder.network(builder.dense("fc2", builder.dropout("dropout", hidden, dropout), classes));
}
