/** A trained network's forward pass as calls, with its batch norms folded into the convolutions before them where that can be. */
import type { BatchNormNode, ConvNode, Network } from "../core/network.ts";
import { nodeOf, parametersOf, sizeOf } from "../core/network.ts";
import type { Place } from "../kernels/routine/routine.ts";
import type { RoutineWriter } from "./routine-writer.ts";
import type { Features } from "./forward-calls.ts";
import { windowOf, writeForward } from "./forward-calls.ts";
import { gathered } from "./gather-call.ts";
import type { Unit } from "./units.ts";
import type { WeightArrays } from "./weights.ts";

/** A teacher at rest; `table` `[channels, 256]` maps a byte to what it sees. */
export interface RoutineTeacher {
  readonly network: Network;
  readonly weights: WeightArrays;
  readonly table: Float32Array;
}

/** Goes into the writer's prelude. Gives the outputs of the units, except of convolutions that only a norm sees. */
export function writeFolded(
  writer: RoutineWriter,
  { network, weights, table }: RoutineTeacher,
  units: readonly Unit[],
): Features {
  const features = new Map(gathered(writer, network, table, "prelude"));
  const output = (layer: string): Place => {
    const place = writer.place(writer.batch * sizeOf(nodeOf(network, layer).shape));
    features.set(layer, place);
    return place;
  };
  for (const unit of units) {
    if (unit.op !== "norm") continue;
    const conv = nodeOf(network, unit.node.inputs[0]!);
    if (conv.op !== "conv") throw new RangeError(`folded: "${unit.node.name}" normalises no convolution`);
    const { kernel, bias } = foldedWeights(conv, unit.node, weights);
    writer.prelude.push({
      op: "conv",
      x: features.get(conv.inputs[0]!)!,
      kernel: writer.constant(kernel),
      y: output(unit.output),
      window: windowOf(network, conv),
      bias: writer.constant(bias),
      residual: unit.residual === null ? null : features.get(unit.residual)!,
      relu: unit.relu,
    });
  }
  return features;
}

/** The same layer by layer, with the running statistics. */
export function writeAtRest(
  writer: RoutineWriter,
  { network, weights, table }: RoutineTeacher,
  units: readonly Unit[],
): Features {
  const nodes = new Set(units.map(({ node }) => node.name));
  const used = parametersOf(network).filter(({ node }) => nodes.has(node));
  const places = new Map(used.map(({ name }) => [name, writer.constant(weights.get(name)!)]));
  const input = gathered(writer, network, table, "prelude");
  return writeForward(writer, network, units, { places }, input, "running", writer.prelude);
}

/** Whether the units are convolutions each followed by the one norm that sees it, so that all can be folded. */
export function folds(network: Network, units: readonly Unit[], taps: readonly string[]): boolean {
  const normalised = units.flatMap((unit) => (unit.op === "norm" ? [unit.node.inputs[0]!] : []));
  return units.every((unit) => {
    if (unit.op === "norm") return nodeOf(network, unit.node.inputs[0]!).op === "conv";
    const readers = network.nodes.filter(({ inputs }) => inputs.includes(unit.output));
    return (
      unit.op === "conv" && !taps.includes(unit.output) && readers.length === 1 && normalised.includes(unit.output)
    );
  });
}

/** `kernel * gamma / sqrt(variance + epsilon)` for each output channel, and what that leaves of the norm: a bias. */
function foldedWeights(
  conv: ConvNode,
  norm: BatchNormNode,
  weights: WeightArrays,
): { kernel: Float32Array; bias: Float32Array } {
  const of = (layer: string, role: string) => weights.get(`${layer}.${role}`)!;
  const [gamma, variance] = [of(norm.name, "gamma"), of(norm.name, "variance")];
  const [beta, mean] = [of(norm.name, "beta"), of(norm.name, "mean")];
  const scale = Float64Array.from(gamma, (value, c) => value / Math.sqrt(variance[c]! + norm.epsilon));
  return {
    kernel: of(conv.name, "kernel").map((value, i) => value * scale[i % conv.filters]!),
    bias: beta.map((value, c) => value - mean[c]! * scale[c]!),
  };
}
