/** Which networks are trained by routines on a machine; the others go through tfjs, which takes longer. */
import type { Network, NetworkNode } from "./network.ts";

/** As `models/units.ts` groups them, of networks that families and drawings make. */
export function isKnownToMachines({ nodes }: Network): boolean {
  return nodes.every(isKnown);
}

function isKnown(node: NetworkNode): boolean {
  switch (node.op) {
    case "conv":
      return !node.bias;
    case "input":
    case "batchNorm":
    case "relu":
    case "add":
    case "globalAvgPool":
    case "dense":
      return true;
    case "maxPool":
    case "avgPool":
    case "flatten":
    case "depthwiseConv":
    case "dropout":
      return false;
    default:
      return node satisfies never;
  }
}
