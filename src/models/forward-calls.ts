/** A network's forward pass, as calls. */
import type { ConvNode, Network } from "../core/network.ts";
import { mapShapeOf, nodeOf, sizeOf } from "../core/network.ts";
import type { Call, Place, Window } from "../kernels/routine/routine.ts";
import type { ArenaLayout } from "./arena.ts";
import type { RoutineWriter } from "./routine-writer.ts";
import type { Unit } from "./units.ts";

/** Where each layer's output lies, `[batch, ...shape]`; of a normalisation also `<layer>.mean` and `<layer>.variance`. */
export type Features = ReadonlyMap<string, Place>;

/**
 * `input` holds the images. Gives the outputs of all units. Norms take the batch's own statistics, as in training, or the
 * running ones. `places` says where the parameters lie.
 */
export function writeForward(
  writer: RoutineWriter,
  network: Network,
  units: readonly Unit[],
  { places }: Pick<ArenaLayout, "places">,
  input: Features,
  statistics: "batch" | "running",
  calls: Call[] = writer.calls,
): Features {
  const features = new Map(input);
  for (const unit of units) {
    const y = writer.place(writer.batch * sizeOf(nodeOf(network, unit.output).shape));
    features.set(unit.output, y);
    const x = features.get(unit.node.inputs[0]!)!;
    const parameter = (role: string) => places.get(`${unit.node.name}.${role}`)!;
    switch (unit.op) {
      case "conv": {
        const [kernel, window] = [parameter("kernel"), windowOf(network, unit.node)];
        const residual = unit.residual === null ? null : features.get(unit.residual)!;
        calls.push({ op: "conv", x, kernel, y, window, bias: null, residual, relu: false });
        break;
      }
      case "norm": {
        const { node, relu } = unit;
        const channels = node.shape.at(-1)!;
        const residual = unit.residual === null ? null : features.get(unit.residual)!;
        const [gamma, beta] = [parameter("gamma"), parameter("beta")];
        const running = { mean: parameter("mean"), variance: parameter("variance"), momentum: node.momentum };
        const size = { epsilon: node.epsilon, rows: x.length / channels, channels };
        if (statistics === "running") {
          const { mean, variance } = running;
          calls.push({ op: "batchNormInference", x, gamma, beta, mean, variance, residual, relu, y, ...size });
          break;
        }
        const [mean, variance] = [writer.place(channels), writer.place(channels)];
        features.set(`${node.name}.mean`, mean).set(`${node.name}.variance`, variance);
        calls.push({ op: "batchNorm", x, gamma, beta, residual, relu, y, mean, variance, running, ...size });
        break;
      }
      case "pool":
        calls.push({ op: "globalAvgPool", x, y, ...poolSize(network, unit.node.inputs[0]!) });
        break;
      case "dense": {
        const { units: count, bias } = unit.node;
        const sizes = { inputs: x.length / writer.batch, units: count };
        const offset = bias ? parameter("bias") : null;
        calls.push({ op: "dense", x, kernel: parameter("kernel"), bias: offset, y, ...sizes });
        break;
      }
      default:
        unit satisfies never;
    }
  }
  return features;
}

export function poolSize(network: Network, input: string): { positions: number; channels: number } {
  const [height, width, channels] = mapShapeOf(network, input);
  return { positions: height * width, channels };
}

export function windowOf(network: Network, { name, inputs, kernel, strides, pad }: ConvNode): Window {
  const [input, output] = [mapShapeOf(network, inputs[0]!), mapShapeOf(network, name)];
  return { input, output, kernel, strides, pad: [pad[0], pad[2]] };
}
