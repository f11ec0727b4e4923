/** A network cut along its depth: its sections, and what lies before, between and after them. */
import type { Network, NetworkNode, Shape } from "../../core/network.ts";

export interface Segment {
  /** Equal in two networks where the segments belong side by side. */
  readonly key: string;
  readonly section: string | null;
  readonly nodes: readonly NetworkNode[];
}

export function segmentsOf(network: Network): Segment[] {
  const at = new Map(network.nodes.map((node, index) => [node.name, index]));
  const segments: Segment[] = [];
  let done = 0;
  const cut = (to: number, key: string, section: string | null) => {
    if (to > done) segments.push({ key, section, nodes: network.nodes.slice(done, to) });
    done = Math.max(done, to);
  };
  for (const section of network.sections) {
    cut((at.get(section.input) ?? -1) + 1, `before ${section.name}`, null);
    cut((at.get(section.last) ?? -1) + 1, section.name, section.name);
  }
  cut(network.nodes.length, "after", null);
  return segments;
}

/** The keys of both lists, each list in its own order; what only the second has follows its neighbour there. */
export function mergedKeys(first: readonly string[], second: readonly string[]): string[] {
  const merged = [...first];
  let previous = -1;
  for (const key of second) {
    const found = merged.indexOf(key);
    if (found < 0) merged.splice(previous + 1, 0, key);
    previous = found < 0 ? previous + 1 : found;
  }
  return merged;
}

/** The longest way from an input to the output: what is drawn as the row. The rest are its shortcuts. */
export function mainPathOf(network: Network): NetworkNode[] {
  const reached = new Map<string, { readonly length: number; readonly from: string | null }>();
  for (const node of network.nodes) {
    let best = { length: 1, from: null as string | null };
    for (const input of node.inputs) {
      const length = (reached.get(input)?.length ?? 0) + 1;
      if (length > best.length) best = { length, from: input };
    }
    reached.set(node.name, best);
  }
  const byName = new Map(network.nodes.map((node) => [node.name, node]));
  const path: NetworkNode[] = [];
  for (let name: string | null = network.output; name !== null; name = reached.get(name)?.from ?? null) {
    const node = byName.get(name);
    if (node) path.unshift(node);
  }
  return path;
}

function isConvolution({ op }: NetworkNode): boolean {
  return op === "conv" || op === "depthwiseConv";
}

/** Layers with weights on the main path: the number in "ResNet-14". */
export function depthOf(network: Network): number {
  return mainPathOf(network).filter((node) => isConvolution(node) || node.op === "dense").length;
}

export function spatialSize(shape: Shape): number {
  return shape.length === 3 ? Math.max(shape[0], shape[1]) : 1;
}

/** What a section's label says. */
export interface SectionFigures {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** On the main path; a shortcut's convolution is not counted. */
  readonly convolutions: number;
}

/** Null where the segment ends without positions. */
export function figuresOf(network: Network, segment: Segment): SectionFigures | null {
  const main = new Set(mainPathOf(network));
  const { shape } = segment.nodes.at(-1)!;
  if (shape.length !== 3) return null;
  const convolutions = segment.nodes.filter((node) => isConvolution(node) && main.has(node)).length;
  return { height: shape[0], width: shape[1], channels: shape[2], convolutions };
}
