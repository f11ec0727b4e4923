import { customFaults } from "../custom-faults.ts";
import type { CustomBlock, CustomSpec } from "../experiment.ts";
import type { Network } from "../network.ts";
import { networkFaultSentence } from "../network-fault.ts";
import { NetworkBuilder } from "../network-builder.ts";
import type { ImageSize } from "./layers.ts";
import { convNormRelu } from "./layers.ts";

/**
 * A network drawn by hand: a stem, its sections, global average pooling and a dense layer. Each block is
 * `pool -> convolution -> norm -> (+ shortcut) -> ReLU -> dropout`, with what its type puts before the convolution; a section's
 * taps are its first block's first ReLU behind the block's own channels, and its last block's last.
 * Throws `RangeError` for a spec with a fault (`custom-faults.ts`).
 */
export function customNetwork(input: ImageSize, spec: CustomSpec, classes: number): Network {
  const [faulty] = customFaults(spec, input);
  if (faulty) throw new RangeError(`The network drawn by hand ${networkFaultSentence(faulty.fault)}`);
  const { stem, sections } = spec;
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
    builder.section({ name, input: sectionInput, first: firstTapOf(name, blocks[0]!), last: tap });
  }
  return builder.network(builder.dense("fc", builder.globalAvgPool("pool", last), classes));
}

function firstTapOf(section: string, first: CustomBlock): string {
  return first.type === "double" ? `${section}.block1.inner.relu` : `${section}.block1.relu`;
}

type Normed = (label: string, layer: string) => string;

function customBlock(builder: NetworkBuilder, name: string, from: string, block: CustomBlock): string {
  const { channels, stride, norm, shortcut, pool } = block;
  const input = pool === "none" ? from : builder.pool(`${name}.pool`, pool === "max" ? "maxPool" : "avgPool", from);
  const normed: Normed = (label, layer) => (norm === "batch" ? builder.batchNorm(`${name}.${label}`, layer) : layer);
  const convolved = normed("norm", convolution(builder, name, input, block, normed));
  if (shortcut === "none") return builder.relu(`${name}.relu`, convolved);
  const around =
    shortcut === "identity"
      ? input
      : normed("shortcut.norm", builder.conv(`${name}.shortcut.conv`, input, channels, 1, stride, norm === "none"));
  return builder.relu(`${name}.relu`, builder.add(`${name}.add`, convolved, around));
}

/** The block's last convolution, with what its type puts before it. */
function convolution(
  builder: NetworkBuilder,
  name: string,
  input: string,
  { type, channels, kernel, stride, norm }: CustomBlock,
  normed: Normed,
): string {
  const bias = norm === "none";
  const conv = `${name}.conv`;
  switch (type) {
    case "conv":
      return builder.conv(conv, input, channels, kernel, stride, bias);
    case "depthwise":
      return builder.conv(conv, separated(builder, name, input, kernel, stride, normed), channels, 1, 1, bias);
    case "double": {
      const inner = builder.conv(`${name}.inner.conv`, input, channels, kernel, stride, bias);
      const seen = builder.relu(`${name}.inner.relu`, normed("inner.norm", inner));
      return builder.conv(conv, seen, channels, kernel, 1, bias);
    }
    default:
      return type satisfies never;
  }
}

/** The half of a separable block that convolves each channel by itself. */
function separated(
  builder: NetworkBuilder,
  name: string,
  input: string,
  kernel: number,
  stride: number,
  normed: Normed,
): string {
  const depthwise = builder.depthwiseConv(`${name}.depthwise`, input, kernel, stride);
  return builder.relu(`${name}.depthwise.relu`, normed("depthwise.norm", depthwise));
}
