/** A family's network drawn block by block, so that it can be edited, and what a drawing cannot say of it. */
import { usualBlock } from "./custom-blocks.ts";
import type { CustomBlock, CustomSpec, NetworkSpec } from "./experiment.ts";
import { sectionFactors } from "./families/layers.ts";
import { wideStemOf } from "./families/preactivation.ts";

/** What a drawn network does otherwise than the family's network that it began as. */
export type DrawnDifference =
  /** Norm and ReLU stand behind each convolution, where the family has them in front. */
  | "norm-behind"
  /** Dropout stands behind a block, where the family has it inside. */
  | "dropout-behind"
  /** The stem has a norm, where the family has none. */
  | "stem-norm"
  /** The last maps are averaged, where the family has a hidden layer of its own. */
  | "averaged-head";

export interface Drawing {
  readonly spec: CustomSpec;
  /** Empty where it is the same network, but for the names of its layers. */
  readonly differences: readonly DrawnDifference[];
}

export function toCustom(spec: NetworkSpec): Drawing {
  switch (spec.kind) {
    case "custom":
      return { spec, differences: [] };
    case "resnet":
      return { spec: residual((spec.depth - 2) / 6, spec.width, spec.width, 0), differences: [] };
    case "preact-resnet":
      return { spec: residual((spec.depth - 2) / 6, spec.width, spec.width, 0), differences: ["norm-behind"] };
    case "wide-resnet":
      return {
        spec: residual((spec.depth - 4) / 6, wideStemOf(spec.width), spec.width, spec.dropout),
        differences: spec.dropout > 0 ? ["norm-behind", "dropout-behind"] : ["norm-behind"],
      };
    case "vgg":
      return {
        spec: drawn((spec.depth - 3) / 3, spec.width, spec.width, (halves) => ({ pool: halves ? "max" : "none" })),
        differences: ["averaged-head"],
      };
    case "plain":
      return {
        spec: drawn((spec.depth - 2) / 3, spec.width, spec.width, (halves) => ({
          norm: "none",
          pool: halves ? "avg" : "none",
        })),
        differences: ["stem-norm"],
      };
    case "mobilenet":
      return {
        spec: drawn((spec.depth - 2) / 6, spec.width, spec.width, (halves) => ({
          type: "depthwise",
          stride: halves ? 2 : 1,
        })),
        differences: [],
      };
    default:
      return spec satisfies never;
  }
}

function residual(blocks: number, stem: number, width: number, dropout: number): CustomSpec {
  return drawn(blocks, stem, width, (halves, keeps) => ({
    type: "double",
    stride: halves ? 2 : 1,
    shortcut: keeps ? "identity" : "projection",
    dropout,
  }));
}

/** The families' three sections; `keeps` is whether a block's input has the shape of its output. */
function drawn(
  blocks: number,
  stem: number,
  width: number,
  blockOf: (halves: boolean, keeps: boolean) => Partial<CustomBlock>,
): CustomSpec {
  const sections = sectionFactors.map((factor, index) => ({
    blocks: Array.from({ length: blocks }, (_, number): CustomBlock => {
      const halves = index > 0 && number === 0;
      const keeps = !halves && (number > 0 || stem === width);
      return { ...usualBlock, channels: factor * width, ...blockOf(halves, keeps) };
    }),
  }));
  return { kind: "custom", stem, sections };
}
