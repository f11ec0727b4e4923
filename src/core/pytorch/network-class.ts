/** A network's graph as a Python class, a line a layer. */
import type { ConvNode, DepthwiseConvNode, Network, NetworkNode, Padding, PoolNode } from "../network.ts";
import { mapShapeOf, nodeOf, sizeOf } from "../network.ts";
import { pythonLiteral } from "./python-literal.ts";

/** Of `pieces/layers.ts`' `Network`. */
export function networkClass(name: string, network: Network): string {
  const layers = network.nodes.filter(({ op }) => op !== "input").map((node) => layerText(network, node));
  return `
class ${name}(Network):
    """Sees images of ${network.input.join(" x ")}; its answer is ${network.output}."""

    def __init__(self):
        super().__init__()
${layers.join("")}`;
}

/** The class "Teacher" with another classifier: a first task may have other classes, and else the networks are alike. */
export function firstTeacherClass(network: Network): string {
  return `
class FirstTeacher(Teacher):
    """With the classes of its first task."""

    def __init__(self):
        super().__init__()
${layerText(network, nodeOf(network, network.output))}`;
}

function layerText(network: Network, node: NetworkNode): string {
  const inputs = node.inputs.map((input) => pythonLiteral(input)).join(", ");
  return `        self.layer(${pythonLiteral(node.name)}, ${moduleOf(network, node)}, ${inputs})\n`;
}

function moduleOf(network: Network, node: NetworkNode): string {
  switch (node.op) {
    case "conv": {
      const channels = mapShapeOf(network, node.inputs[0]!)[2];
      return `nn.Conv2d(${channels}, ${node.filters}, ${windowOf(node)})`;
    }
    case "depthwiseConv": {
      const channels = mapShapeOf(network, node.inputs[0]!)[2];
      return `nn.Conv2d(${channels}, ${channels * node.multiplier}, ${windowOf(node)}, groups=${channels})`;
    }
    case "batchNorm":
      return `BatchNorm(${node.shape.at(-1)!}, ${node.epsilon}, ${node.momentum})`;
    case "relu":
      return "nn.ReLU()";
    case "add":
      return "Add()";
    case "maxPool":
      return `nn.MaxPool2d(${poolOf(node)})`;
    case "avgPool":
      return `nn.AvgPool2d(${poolOf(node)}, count_include_pad=False)`;
    case "globalAvgPool":
      return "GlobalAvgPool()";
    case "flatten":
      return "Flatten()";
    case "dropout":
      return `Dropout(${node.rate}, ${network.nodes.filter(({ op }) => op === "dropout").indexOf(node)})`;
    case "dense":
      return `nn.Linear(${sizeOf(nodeOf(network, node.inputs[0]!).shape)}, ${node.units}, bias=${pythonLiteral(node.bias)})`;
    case "input":
      throw new RangeError("pytorch: the input is no layer");
    default:
      return node satisfies never;
  }
}

function windowOf({ kernel, strides, pad, bias }: ConvNode | DepthwiseConvNode): string {
  const [size, stride, padding] = [kernel, strides, paddingOf(pad)].map(pythonLiteral);
  return `${size}, stride=${stride}, padding=${padding}, bias=${pythonLiteral(bias)}`;
}

function poolOf({ size, strides, pad }: PoolNode): string {
  return `${pythonLiteral(size)}, ${pythonLiteral(strides)}, padding=${pythonLiteral(paddingOf(pad))}`;
}

/** PyTorch pads both sides alike, and so do all networks of the lab. */
function paddingOf([top, bottom, left, right]: Padding): readonly [number, number] {
  if (top !== bottom || left !== right)
    throw new RangeError(`pytorch: padding [${top}, ${bottom}, ${left}, ${right}] is not the same on both sides`);
  return [top, left];
}
