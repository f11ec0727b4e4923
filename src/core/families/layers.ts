/** What the families have in common. */
import type { NetworkBuilder } from "../network-builder.ts";

/** Channels of the first of three sections; the second has twice as many, the third four times. */
export const sectionWidths = [4, 8, 16, 32, 64] as const;
export type SectionWidth = (typeof sectionWidths)[number];

/** Height, width and channels of the images. */
export type ImageSize = readonly [number, number, number];

/** What each section has of the network's width. */
export const sectionFactors = [1, 2, 4] as const;

/** A 3x3 convolution with batch norm and ReLU: `<block>.conv<index>`, `.norm<index>`, `.relu<index>`. */
export function convNormRelu(
  builder: NetworkBuilder,
  block: string,
  index: string,
  input: string,
  channels: number,
  stride: number,
): string {
  const conv = builder.conv(`${block}.conv${index}`, input, channels, 3, stride);
  return builder.relu(`${block}.relu${index}`, builder.batchNorm(`${block}.norm${index}`, conv));
}
