import type { Network } from "../network.ts";
import { NetworkBuilder } from "../network-builder.ts";
import type { ImageSize, SectionWidth } from "./layers.ts";
import { convNormRelu, sectionFactors } from "./layers.ts";

/** A stem, three sections of at least two blocks of two convolutions, and a dense layer. */
export const mobilenetDepths = [14, 20, 26] as const;

/**
 * After Howard et al., "MobileNets", cut down to small images: a stem, three sections of `(depth - 2) / 6` depthwise
 * separable blocks, then global average pooling and a dense layer.
 */
export function mobilenet(
  input: ImageSize,
  depth: (typeof mobilenetDepths)[number],
  width: SectionWidth,
  classes: number,
): Network {
  const builder = new NetworkBuilder(input);
  const blocks = (depth - 2) / 6;
  let last = convNormRelu(builder, "stem", "", "input", width, 1);
  for (const [index, factor] of sectionFactors.entries()) {
    const name = `section${index + 1}`;
    const sectionInput = last;
    for (let block = 1; block <= blocks; block++) {
      const stride = index > 0 && block === 1 ? 2 : 1;
      last = separableBlock(builder, `${name}.block${block}`, last, width * factor, stride);
    }
    builder.section({ name, input: sectionInput, first: `${name}.block1.relu2`, last });
  }
  return builder.network(builder.dense("fc", builder.globalAvgPool("pool", last), classes));
}

/** A 3x3 convolution of each channel by itself, then a 1x1 one that mixes them; norm and ReLU behind both. */
function separableBlock(
  builder: NetworkBuilder,
  name: string,
  input: string,
  channels: number,
  stride: number,
): string {
  const depthwise = builder.depthwiseConv(`${name}.conv1`, input, 3, stride);
  const inner = builder.relu(`${name}.relu1`, builder.batchNorm(`${name}.norm1`, depthwise));
  const pointwise = builder.conv(`${name}.conv2`, inner, channels, 1, 1);
  return builder.relu(`${name}.relu2`, builder.batchNorm(`${name}.norm2`, pointwise));
}
