import type { Network } from "../network.ts";
import { NetworkBuilder } from "../network-builder.ts";
import type { ImageSize, SectionWidth } from "./layers.ts";
import { sectionFactors } from "./layers.ts";

export const preactDepths = [8, 14, 20, 26, 32] as const;
export const wideDepths = [10, 16, 22, 28, 40] as const;

/** Widening 1 of the wide residual networks: their stem always has so many channels, or `width` where that is less. */
export function wideStemOf(width: SectionWidth): number {
  return Math.min(16, width);
}

/** He et al., "Identity Mappings in Deep Residual Networks": `(depth - 2) / 6` blocks a section, norm and ReLU before each convolution. */
export function preactResnet(
  input: ImageSize,
  depth: (typeof preactDepths)[number],
  width: SectionWidth,
  classes: number,
): Network {
  return preactivated(input, (depth - 2) / 6, width, width, 0, classes);
}

/**
 * Zagoruyko and Komodakis, "Wide Residual Networks": WRN-d-k has `(d - 4) / 6` blocks a section and 16k channels in the
 * first, so that `width` 16, 32, 64 is k = 1, 2, 4. `dropout` stands between a block's two convolutions.
 */
export function wideResnet(
  input: ImageSize,
  depth: (typeof wideDepths)[number],
  width: SectionWidth,
  dropout: number,
  classes: number,
): Network {
  return preactivated(input, (depth - 4) / 6, wideStemOf(width), width, dropout, classes);
}

function preactivated(
  input: ImageSize,
  blocks: number,
  stem: number,
  width: number,
  dropout: number,
  classes: number,
): Network {
  const builder = new NetworkBuilder(input);
  let last = builder.conv("stem.conv", "input", stem, 3, 1);
  let seen = normRelu(builder, "stem", "", last);
  let channels = stem;
  for (const [index, factor] of sectionFactors.entries()) {
    const name = `section${index + 1}`;
    const sectionInput = seen;
    for (let block = 1; block <= blocks; block++) {
      const at = `${name}.block${block}`;
      if (block > 1) seen = normRelu(builder, at, "1", last);
      const stride = index > 0 && block === 1 ? 2 : 1;
      last = preactBlock(builder, at, { last, seen, channels }, width * factor, stride, dropout);
      channels = width * factor;
    }
    // Taps are what the next layers see: the sums themselves are not normalised, and grow from block to block.
    seen = normRelu(builder, name, "", last);
    builder.section({ name, input: sectionInput, first: `${name}.block1.relu2`, last: seen });
  }
  return builder.network(builder.dense("fc", builder.globalAvgPool("pool", seen), classes));
}

/**
 * `seen` is `last` after norm and ReLU. Where the shape changes, the shortcut is a 1x1 convolution of what the first
 * convolution sees, else the identity of `last`.
 */
function preactBlock(
  builder: NetworkBuilder,
  name: string,
  { last, seen, channels: inputChannels }: { readonly last: string; readonly seen: string; readonly channels: number },
  channels: number,
  stride: number,
  dropout: number,
): string {
  const inner = normRelu(builder, name, "2", builder.conv(`${name}.conv1`, seen, channels, 3, stride));
  const second = builder.conv(`${name}.conv2`, builder.dropout(`${name}.dropout`, inner, dropout), channels, 3, 1);
  const fits = stride === 1 && inputChannels === channels;
  const shortcut = fits ? last : builder.conv(`${name}.shortcut.conv`, seen, channels, 1, stride);
  return builder.add(`${name}.add`, second, shortcut);
}

function normRelu(builder: NetworkBuilder, block: string, index: string, input: string): string {
  return builder.relu(`${block}.relu${index}`, builder.batchNorm(`${block}.norm${index}`, input));
}
