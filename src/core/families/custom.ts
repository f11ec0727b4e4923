import type { CustomBlock, CustomSpec } from "../experiment.ts";
import type { Network } from "../network.ts";
import { NetworkBuilder } from "../network-builder.ts";
import type { ImageSize } from "./layers.ts";
import { convNormRelu } from "./layers.ts";

/**
 * A network drawn by hand: a stem, its sections, global average pooling and a dense layer. Each block is
 * `pool -> convolution -> norm -> (+ shortcut) -> ReLU -> dropout`; the taps are the ReLUs of a section's first and last block.
 * The spec has no faults (`custom-faults.ts`).
 */
export function customNetwork(input: ImageSize, { stem, sections }: CustomSpec, classes: number): Network {
  const builder = new NetworkBuilder(input);
  let tap = convNormRelu(builder, "stem", "", "input", stem, 1);
  let last = tap;
  for (const [index, { blocks }] of sections.entries()) {
    const name = `section${index + 1}`;
    const sectionInput = tap;
    for (const [number, block] of blocks.entries()) {
      const at = `${name}.block${number + 1}`;
      tap = customBlock(builder, at, last, block);
      last = builder.dropout(`${at}.dropout`, tap, block.dropout);
    }
    builder.section({ name, input: sectionInput, first: `${name}.block1.relu`, last: tap });
  }
  return builder.network(builder.dense("fc", builder.globalAvgPool("pool", last), classes));
}

function customBlock(builder: NetworkBuilder, name: string, from: string, block: CustomBlock): string {
  const { type, channels, kernel, stride, norm, shortcut, pool } = block;
  const input = pool === "none" ? from : builder.pool(`${name}.pool`, pool === "max" ? "maxPool" : "avgPool", from);
  const normed = (label: string, layer: string) =>
    norm === "batch" ? builder.batchNorm(`${name}.${label}`, layer) : layer;
  const bias = norm === "none";
  const inner = type === "depthwise" ? separated(builder, name, input, kernel, stride, normed) : input;
  const conv =
    type === "depthwise"
      ? builder.conv(`${name}.conv`, inner, channels, 1, 1, bias)
      : builder.conv(`${name}.conv`, input, channels, kernel, stride, bias);
  const convolved = normed("norm", conv);
  if (shortcut === "none") return builder.relu(`${name}.relu`, convolved);
  const around =
    shortcut === "identity"
      ? input
      : normed("shortcut.norm", builder.conv(`${name}.shortcut.conv`, input, channels, 1, stride, bias));
  return builder.relu(`${name}.relu`, builder.add(`${name}.add`, convolved, around));
}

/** The half of a separable block that convolves each channel by itself. */
function separated(
  builder: NetworkBuilder,
  name: string,
  input: string,
  kernel: number,
  stride: number,
  normed: (label: string, layer: string) => string,
): string {
  const depthwise = builder.depthwiseConv(`${name}.depthwise`, input, kernel, stride);
  return builder.relu(`${name}.depthwise.relu`, normed("depthwise.norm", depthwise));
}
