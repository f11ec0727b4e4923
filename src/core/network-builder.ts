import type { Network, NetworkNode, Padding, Section, Shape } from "./network.ts";
import { sizeOf } from "./network.ts";

/** Batch norm as the common implementations have it; the paper names neither number. */
const batchNormEpsilon = 1e-5;
const batchNormMomentum = 0.9;

/** Appends layers to a growing network and works out their shapes; each call returns the new layer's name. */
export class NetworkBuilder {
  readonly #nodes: NetworkNode[] = [];
  readonly #shapes = new Map<string, Shape>();
  readonly #sections: Section[] = [];
  readonly #input: readonly [number, number, number];

  constructor(input: readonly [height: number, width: number, channels: number]) {
    this.#input = input;
    this.#add({ name: "input", op: "input", inputs: [], shape: input });
  }

  /** Padded so that stride 1 keeps the size (`floor(kernel / 2)` on every side). A bias makes sense where no norm follows. */
  conv(name: string, input: string, filters: number, kernel: number, stride: number, bias = false): string {
    const window = this.#window(input, kernel, stride);
    const shape = [...window.size, filters] as const;
    return this.#add({ name, op: "conv", inputs: [input], shape, filters, ...window.attributes, bias });
  }

  /** One filter a channel, without bias, padded likewise. */
  depthwiseConv(name: string, input: string, kernel: number, stride: number): string {
    const window = this.#window(input, kernel, stride);
    const shape = [...window.size, this.#map(input)[2]] as const;
    return this.#add({
      name,
      op: "depthwiseConv",
      inputs: [input],
      shape,
      multiplier: 1,
      ...window.attributes,
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

  /** Halves the size, rounding down. */
  pool(name: string, op: "maxPool" | "avgPool", input: string): string {
    const [height, width, channels] = this.#map(input);
    const shape = [Math.floor(height / 2), Math.floor(width / 2), channels] as const;
    return this.#add({ name, op, inputs: [input], shape, size: [2, 2], strides: [2, 2], pad: [0, 0, 0, 0] });
  }

  flatten(name: string, input: string): string {
    return this.#add({ name, op: "flatten", inputs: [input], shape: [sizeOf(this.#shape(input))] });
  }

  /** Gives the input itself where the rate is 0. */
  dropout(name: string, input: string, rate: number): string {
    if (rate === 0) return input;
    return this.#add({ name, op: "dropout", inputs: [input], shape: this.#shape(input), rate });
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

  #window(input: string, kernel: number, stride: number) {
    const [height, width] = this.#map(input);
    const edge = Math.floor(kernel / 2);
    const pad: Padding = [edge, edge, edge, edge];
    const out = (size: number) => Math.floor((size + 2 * edge - kernel) / stride) + 1;
    return {
      size: [out(height), out(width)] as const,
      attributes: { kernel: [kernel, kernel], strides: [stride, stride], pad } as const,
    };
  }
  #shape(name: string): Shape {
    const shape = this.#shapes.get(name);
    if (!shape) throw new RangeError(`network: no layer is named "${name}"`);
    return shape;
  }

  #map(name: string): readonly [number, number, number] {
    const shape = this.#shape(name);
    if (shape.length !== 3) throw new RangeError(`network: layer "${name}" has no positions, its shape is [${shape}]`);
    return shape;
  }

  #add(node: NetworkNode): string {
    this.#nodes.push(node);
    this.#shapes.set(node.name, node.shape);
    return node.name;
  }
}
