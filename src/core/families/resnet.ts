import type { Network } from "../network.ts";
import { NetworkBuilder } from "../network-builder.ts";
import { convNormRelu, sectionFactors } from "./layers.ts";
import type { ImageSize, SectionWidth } from "./layers.ts";

export const resnetDepths = [8, 14, 20, 26, 32] as const;

/**
 * The paper's residual family (Fig. 2): a stem, three sections of `(depth - 2) / 6` post-activation blocks
 * with `width`, `2 width` and `4 width` channels, then global average pooling and a dense layer.
 * A shortcut is the identity, or a 1x1 convolution with batch norm where the shape changes.
 * The figure's batch norm before the first convolution is left out: images are normalised already.
 */
export function resnet(
  input: ImageSize,
  depth: (typeof resnetDepths)[number],
  width: SectionWidth,
  classes: number,
): Network {
  const builder = new NetworkBuilder(input);
  const blocks = (depth - 2) / 6;
  let last = convNormRelu(builder, "stem", "", "input", width, 1);
  let channels: number = width;
  for (const [index, factor] of sectionFactors.entries()) {
    const name = `section${index + 1}`;
    const sectionInput = last;
    for (let block = 1; block <= blocks; block++) {
      const stride = index > 0 && block === 1 ? 2 : 1;
      last = residualBlock(builder, `${name}.block${block}`, last, channels, width * factor, stride);
      channels = width * factor;
    }
    builder.section({ name, input: sectionInput, first: `${name}.block1.relu1`, last });
  }
  return builder.network(builder.dense("fc", builder.globalAvgPool("pool", last), classes));
}

function residualBlock(
  builder: NetworkBuilder,
  name: string,
  input: string,
  inputChannels: number,
  channels: number,
  stride: number,
): string {
  const inner = convNormRelu(builder, name, "1", input, channels, stride);
  const second = builder.batchNorm(`${name}.norm2`, builder.conv(`${name}.conv2`, inner, channels, 3, 1));
  const fits = stride === 1 && inputChannels === channels;
  const shortcut = fits
    ? input
    : builder.batchNorm(`${name}.shortcut.norm`, builder.conv(`${name}.shortcut.conv`, input, channels, 1, stride));
  return builder.relu(`${name}.relu2`, builder.add(`${name}.add`, second, shortcut));
}
