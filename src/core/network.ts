/**
 * A network as a graph whose shapes and costs are known before anything runs.
 * The same document is written to `network-*.json`, so its field names are a contract.
 */

/** `[height, width, channels]`, or `[units]` after the spatial axes are gone. */
export type Shape = readonly [number, number, number] | readonly [number];
export type Padding = readonly [top: number, bottom: number, left: number, right: number];

interface Node<Op extends string> {
  readonly name: string;
  readonly op: Op;
  readonly inputs: readonly string[];
  readonly shape: Shape;
}
interface Window {
  readonly strides: readonly [number, number];
  readonly pad: Padding;
}
export interface ConvNode extends Node<"conv">, Window {
  readonly filters: number;
  readonly kernel: readonly [number, number];
  readonly bias: boolean;
}
/** Each channel is convolved by itself, to `multiplier` channels that stand side by side. */
export interface DepthwiseConvNode extends Node<"depthwiseConv">, Window {
  readonly multiplier: number;
  readonly kernel: readonly [number, number];
  readonly bias: boolean;
}
export interface PoolNode extends Node<"maxPool" | "avgPool">, Window {
  readonly size: readonly [number, number];
}
export interface BatchNormNode extends Node<"batchNorm"> {
  readonly epsilon: number;
  readonly momentum: number;
}
/** In training each number is 0 with probability `rate`, and the others grow to make up for it; at inference the identity. */
export interface DropoutNode extends Node<"dropout"> {
  readonly rate: number;
}
export interface DenseNode extends Node<"dense"> {
  readonly units: number;
  readonly bias: boolean;
}
export type NetworkNode =
  | Node<"input">
  | ConvNode
  | DepthwiseConvNode
  | BatchNormNode
  | Node<"relu">
  | Node<"add">
  | PoolNode
  | Node<"globalAvgPool">
  | Node<"flatten">
  | DropoutNode
  | DenseNode;

/** A run of layers with the same spatial size, and the layers an FSP pair may start or end at. */
export interface Section {
  readonly name: string;
  /** What enters the section, at the previous section's size. */
  readonly input: string;
  /** The first layer inside it, at the section's own size. */
  readonly first: string;
  readonly last: string;
}

export interface Network {
  readonly input: readonly [height: number, width: number, channels: number];
  /** In an order that can be run from top to bottom. */
  readonly nodes: readonly NetworkNode[];
  readonly output: string;
  readonly sections: readonly Section[];
}

/** What one image costs, and what the network weighs. Counts, not bytes. */
export interface Costs {
  readonly parameters: number;
  /** Multiply-adds of convolutions and dense layers in one forward pass of one image. */
  readonly multiplyAdds: number;
  /** Numbers that a training step keeps for one image until its gradient is known. */
  readonly activations: number;
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product: number, n) => product * n, 1);
}

/** A network may have two thousand layers, and whoever walks it asks for each. */
const byName = new WeakMap<Network, ReadonlyMap<string, NetworkNode>>();

export function nodeOf(network: Network, name: string): NetworkNode {
  const nodes = byName.get(network) ?? new Map(network.nodes.map((node) => [node.name, node]));
  byName.set(network, nodes);
  const node = nodes.get(name);
  if (!node) throw new RangeError(`network: no layer is named "${name}"`);
  return node;
}

/** The `[height, width, channels]` of a layer that still has positions. */
export function mapShapeOf(network: Network, name: string): readonly [number, number, number] {
  const { shape } = nodeOf(network, name);
  if (shape.length !== 3) throw new RangeError(`network: layer "${name}" has no positions, its shape is [${shape}]`);
  return shape;
}

export interface Parameter {
  /** `<node>.kernel`, `.bias`, `.gamma`, `.beta`, `.mean` or `.variance`, as in the safetensors files. */
  readonly name: string;
  readonly node: string;
  readonly role: "kernel" | "bias" | "gamma" | "beta" | "mean" | "variance";
  readonly shape: readonly number[];
  /** Running statistics are kept, not trained. */
  readonly trained: boolean;
}

/** Every parameter of the network in graph order; this order is also that of the weights hash. */
export function parametersOf(network: Network): Parameter[] {
  return network.nodes.flatMap((node) => {
    const of = (role: Parameter["role"], shape: readonly number[]): Parameter => ({
      name: `${node.name}.${role}`,
      node: node.name,
      role,
      shape,
      trained: role !== "mean" && role !== "variance",
    });
    switch (node.op) {
      case "conv": {
        const channels = mapShapeOf(network, node.inputs[0]!)[2];
        const kernel = of("kernel", [...node.kernel, channels, node.filters]);
        return node.bias ? [kernel, of("bias", [node.filters])] : [kernel];
      }
      case "depthwiseConv": {
        const channels = mapShapeOf(network, node.inputs[0]!)[2];
        const kernel = of("kernel", [...node.kernel, channels, node.multiplier]);
        return node.bias ? [kernel, of("bias", [channels * node.multiplier])] : [kernel];
      }
      case "dense": {
        const kernel = of("kernel", [sizeOf(nodeOf(network, node.inputs[0]!).shape), node.units]);
        return node.bias ? [kernel, of("bias", [node.units])] : [kernel];
      }
      case "batchNorm": {
        const channels = node.shape.slice(-1);
        return (["gamma", "beta", "mean", "variance"] as const).map((role) => of(role, channels));
      }
      case "input":
      case "relu":
      case "add":
      case "maxPool":
      case "avgPool":
      case "globalAvgPool":
      case "flatten":
      case "dropout":
        return [];
      default:
        return node satisfies never;
    }
  });
}

/** The parameters that answer: a network that goes on to another task begins these anew. */
export function classifierOf(network: Network): ReadonlySet<string> {
  return new Set(parametersOf(network).flatMap(({ node, name }) => (node === network.output ? [name] : [])));
}

/** Of the whole network, or of these layers of it. */
export function costsOf(network: Network, nodes: readonly NetworkNode[] = network.nodes): Costs {
  let multiplyAdds = 0;
  let activations = 0;
  for (const node of nodes) {
    activations += sizeOf(node.shape);
    if (node.op === "conv") {
      const channels = mapShapeOf(network, node.inputs[0]!)[2];
      multiplyAdds += sizeOf(node.shape) * node.kernel[0] * node.kernel[1] * channels;
    } else if (node.op === "depthwiseConv") {
      multiplyAdds += sizeOf(node.shape) * node.kernel[0] * node.kernel[1];
    } else if (node.op === "dense") {
      multiplyAdds += sizeOf(nodeOf(network, node.inputs[0]!).shape) * node.units;
    }
  }
  const names = new Set(nodes.map(({ name }) => name));
  const parameters = parametersOf(network)
    .filter((parameter) => parameter.trained && names.has(parameter.node))
    .reduce((sum, parameter) => sum + parameter.shape.reduce((product, n) => product * n, 1), 0);
  return { parameters, multiplyAdds, activations };
}

/** The named layers and everything they are computed from: the layers that a loss on them can train. */
export function ancestorsOf(network: Network, names: readonly string[]): Set<string> {
  const wanted = new Set(names.map((name) => nodeOf(network, name).name));
  for (const node of network.nodes.toReversed()) {
    if (wanted.has(node.name)) for (const input of node.inputs) wanted.add(input);
  }
  return wanted;
}
