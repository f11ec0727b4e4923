/** A network's backward pass, as calls. */
import type { Network } from "../core/network.ts";
import { nodeOf, sizeOf } from "../core/network.ts";
import type { Place, Sink } from "../kernels/routine/routine.ts";
import type { ArenaLayout } from "./arena.ts";
import type { RoutineWriter } from "./routine-writer.ts";
import type { Features } from "./forward-calls.ts";
import { poolSize, windowOf } from "./forward-calls.ts";
import type { Unit } from "./units.ts";

export class Backward {
  readonly #writer: RoutineWriter;
  readonly #network: Network;
  readonly #units: readonly Unit[];
  readonly #layout: ArenaLayout;
  readonly #features: Features;
  /** The gradients that some call has written so far, by layer. */
  readonly #slopes = new Map<string, Place>();

  constructor(
    writer: RoutineWriter,
    network: Network,
    units: readonly Unit[],
    layout: ArenaLayout,
    features: Features,
  ) {
    this.#writer = writer;
    this.#network = network;
    this.#units = units;
    this.#layout = layout;
    this.#features = features;
  }

  /** Where the next call puts its part of a layer's gradient: the first writes, those behind it add. */
  sinkOf(layer: string): Sink {
    const known = this.#slopes.get(layer);
    if (known) return { place: known, adds: true };
    const place = this.#writer.place(this.#writer.batch * sizeOf(nodeOf(this.#network, layer).shape));
    this.#slopes.set(layer, place);
    return { place, adds: false };
  }

  /** From the layers that have a gradient back to the first. */
  write(): void {
    for (const unit of this.#units.toReversed()) {
      const dy = this.#slopes.get(unit.output);
      if (dy) this.#writeUnit(unit, dy);
    }
  }

  #writeUnit(unit: Unit, dy: Place): void {
    const { calls } = this.#writer;
    const input = unit.node.inputs[0]!;
    const x = this.#features.get(input)!;
    const parameter = (role: string) => this.#layout.places.get(`${unit.node.name}.${role}`)!;
    const slope = (role: string): Place => ({ ...parameter(role), memory: "gradients" });
    switch (unit.op) {
      case "conv": {
        const window = windowOf(this.#network, unit.node);
        // What is added gets the sum's own gradient: whoever adds to it comes behind the calls that read it here.
        if (unit.residual !== null) this.#slopes.set(unit.residual, dy);
        calls.push({ op: "convFilterGrad", x, dy, dkernel: slope("kernel"), window });
        if (input === "input") return;
        calls.push({ op: "convInputGrad", dy, kernel: parameter("kernel"), dx: this.sinkOf(input), window });
        return;
      }
      case "norm": {
        const { node, residual, relu } = unit;
        const channels = node.shape.at(-1)!;
        calls.push({
          op: "batchNormGrad",
          dy,
          x,
          y: this.#features.get(unit.output)!,
          gamma: parameter("gamma"),
          mean: this.#features.get(`${node.name}.mean`)!,
          variance: this.#features.get(`${node.name}.variance`)!,
          dx: this.sinkOf(input),
          dgamma: slope("gamma"),
          dbeta: slope("beta"),
          dresidual: residual === null ? null : this.sinkOf(residual),
          relu,
          epsilon: node.epsilon,
          rows: x.length / channels,
          channels,
        });
        return;
      }
      case "pool":
        calls.push({ op: "globalAvgPoolGrad", dy, dx: this.sinkOf(input), ...poolSize(this.#network, input) });
        return;
      case "dense": {
        const { units, bias } = unit.node;
        const sizes = { inputs: x.length / this.#writer.batch, units };
        const [kernel, dkernel, dbias] = [parameter("kernel"), slope("kernel"), bias ? slope("bias") : null];
        calls.push({ op: "denseGrad", x, kernel, dy, dx: this.sinkOf(input), dkernel, dbias, ...sizes });
        return;
      }
      default:
        unit satisfies never;
    }
  }
}
