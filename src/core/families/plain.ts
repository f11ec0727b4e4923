import type { Network } from "../network.ts";
import { NetworkBuilder } from "../network-builder.ts";
import type { ImageSize, SectionWidth } from "./layers.ts";
import { sectionFactors } from "./layers.ts";

/** A stem, three sections of at least two convolutions, and a dense layer. */
export const plainDepths = [8, 11, 14] as const;

/**
 * Nothing but convolutions with bias and ReLU: a stem and three sections of `(depth - 2) / 3` layers, with average pooling
 * between sections as in LeNet, then global average pooling and a dense layer. Without batch norm it wants smaller rates.
 */
export function plainCnn(
  input: ImageSize,
  depth: (typeof plainDepths)[number],
  width: SectionWidth,
  classes: number,
): Network {
  const builder = new NetworkBuilder(input);
  const convRelu = (name: string, from: string, channels: number) =>
    builder.relu(`${name}.relu`, builder.conv(`${name}.conv`, from, channels, 3, 1, true));
  const layers = (depth - 2) / 3;
  let last = convRelu("stem", "input", width);
  for (const [index, factor] of sectionFactors.entries()) {
    const name = `section${index + 1}`;
    const sectionInput = last;
    if (index > 0) last = builder.pool(`${name}.pool`, "avgPool", last);
    for (let layer = 1; layer <= layers; layer++) last = convRelu(`${name}.layer${layer}`, last, width * factor);
    builder.section({ name, input: sectionInput, first: `${name}.layer1.relu`, last });
  }
  return builder.network(builder.dense("fc", builder.globalAvgPool("pool", last), classes));
}
