import type { Network, NetworkNode, Padding, Section, Shape } from "./network.ts";
import { mapShapeOf, nodeOf } from "./network.ts";

/** Batch norm as the common implementations have it; the paper names neither number. */
const batchNormEpsilon = 1e-5;
const batchNormMomentum = 0.9;

/** Appends layers to a growing network and works out their shapes; each call returns the new layer's name. */
export class NetworkBuilder {
  readonly #nodes: NetworkNode[] = [];
  readonly #sections: Section[] = [];
  readonly #input: readonly [number, number, number];

  constructor(input: readonly [height: number, width: number, channels: number]) {
    this.#input = input;
    this.#nodes.push({ name: "input", op: "input", inputs: [], shape: input });
  }

  /** A convolution without bias, padded so that stride 1 keeps the size (`floor(kernel / 2)` on every side). */
  conv(name: string, input: string, filters: number, kernel: number, stride: number): string {
    const [height, width] = this.#map(input);
    const edge = Math.floor(kernel / 2);
    const pad: Padding = [edge, edge, edge, edge];
    const out = (size: number) => Math.floor((size + 2 * edge - kernel) / stride) + 1;
    return this.#add({
      name,
      op: "conv",
      inputs: [input],
      shape: [out(height), out(width), filters],
      filters,
      kernel: [kernel, kernel],
      strides: [stride, stride],
      pad,
      bias: false,
    });
  }

  batchNorm(name: string, input: string): string {
    const shape = this.#shape(input);
    return this.#add({
      name,
      op: "batchNorm",
      inputs: [input],
      shape,
      epsilon: batchNormEpsilon,
      momentum: batchNormMomentum,
    });
  }

  relu(name: string, input: string): string {
    return this.#add({ name, op: "relu", inputs: [input], shape: this.#shape(input) });
  }

  add(name: string, first: string, second: string): string {
    const shape = this.#shape(first);
    const other = this.#shape(second);
    if (shape.join() !== other.join()) throw new RangeError(`add "${name}": shapes differ, [${shape}] and [${other}]`);
    return this.#add({ name, op: "add", inputs: [first, second], shape });
  }

  globalAvgPool(name: string, input: string): string {
    return this.#add({ name, op: "globalAvgPool", inputs: [input], shape: [this.#map(input)[2]] });
  }

  dense(name: string, input: string, units: number): string {
    return this.#add({ name, op: "dense", inputs: [input], shape: [units], units, bias: true });
  }

  section(section: Section): void {
    this.#sections.push(section);
  }

  network(output: string): Network {
    return { input: this.#input, nodes: this.#nodes, output, sections: this.#sections };
  }

  #view(): Network {
    return { input: this.#input, nodes: this.#nodes, output: "", sections: [] };
  }
  #shape(name: string): Shape {
    return nodeOf(this.#view(), name).shape;
  }
  #map(name: string): readonly [number, number, number] {
    return mapShapeOf(this.#view(), name);
  }
  #add(node: NetworkNode): string {
    this.#nodes.push(node);
    return node.name;
  }
}
