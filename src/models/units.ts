/** A network's layers in the groups that one kernel each computes. */
import type { BatchNormNode, ConvNode, DenseNode, Network, NetworkNode } from "../core/network.ts";
import { ancestorsOf, nodeOf } from "../core/network.ts";

/** `output` is the layer whose output the group gives; its other layers are seen by nobody else. */
export type Unit =
  | {
      readonly op: "conv";
      readonly node: ConvNode;
      /** The layer added to the convolution; not what the convolution itself sees; no loss reads it, and what else does stands before the sum. */
      readonly residual: string | null;
      readonly output: string;
    }
  | {
      readonly op: "norm";
      readonly node: BatchNormNode;
      /** The layer added behind the normalisation. */
      readonly residual: string | null;
      readonly relu: boolean;
      readonly output: string;
    }
  | { readonly op: "pool"; readonly node: NetworkNode; readonly output: string }
  | { readonly op: "dense"; readonly node: DenseNode; readonly output: string };

/** What the wanted layers are computed from, in order; null where a layer stands in no group that routines know. */
export function unitsOf(network: Network, wanted: readonly string[]): Unit[] | null {
  const reached = ancestorsOf(network, wanted);
  const nodes = network.nodes.filter((node) => reached.has(node.name));
  const isHidden = (name: string) =>
    !wanted.includes(name) && network.nodes.filter(({ inputs }) => inputs.includes(name)).length === 1;
  const hidden = (name: string) => (isHidden(name) ? nodeOf(network, name) : null);

  const rectified = (relu: NetworkNode): { unit: Unit; absorbed: string[] } | null => {
    const input = hidden(relu.inputs[0]!);
    const sum = input?.op === "add" ? input : null;
    const norm = sum ? hidden(sum.inputs[0]!) : input;
    if (norm?.op !== "batchNorm") return null;
    const unit: Unit = { op: "norm", node: norm, residual: sum?.inputs[1] ?? null, relu: true, output: relu.name };
    return { unit, absorbed: sum ? [sum.name, norm.name] : [norm.name] };
  };

  const summed = (sum: NetworkNode): { unit: Unit; absorbed: string[] } | null => {
    const [first, residual] = sum.inputs;
    const conv = hidden(first!);
    if (conv?.op !== "conv" || conv.bias || conv.inputs[0] === residual || wanted.includes(residual!)) return null;
    const behind = network.nodes.slice(network.nodes.indexOf(sum) + 1);
    if (behind.some(({ inputs }) => inputs.includes(residual!))) return null;
    return { unit: { op: "conv", node: conv, residual: residual!, output: sum.name }, absorbed: [conv.name] };
  };

  const groups = new Map(
    nodes.flatMap((node) => {
      const group = node.op === "relu" ? rectified(node) : node.op === "add" ? summed(node) : null;
      return group ? [[node.name, group]] : [];
    }),
  );
  const absorbed = new Set([...groups.values()].flatMap((group) => group.absorbed));
  const units = nodes
    .filter((node) => node.op !== "input" && !absorbed.has(node.name))
    .map((node) => groups.get(node.name)?.unit ?? alone(node));
  return units.every((unit) => unit !== null) ? units : null;
}

function alone(node: NetworkNode): Unit | null {
  const output = node.name;
  switch (node.op) {
    case "conv":
      return node.bias ? null : { op: "conv", node, residual: null, output };
    case "batchNorm":
      return { op: "norm", node, residual: null, relu: false, output };
    case "globalAvgPool":
      return { op: "pool", node, output };
    case "dense":
      return { op: "dense", node, output };
    case "input":
    case "relu":
    case "add":
    case "maxPool":
    case "avgPool":
    case "flatten":
    case "depthwiseConv":
    case "dropout":
      return null;
    default:
      return node satisfies never;
  }
}
