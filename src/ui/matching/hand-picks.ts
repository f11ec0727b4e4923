/** Two taps picked on each network make a match: what was picked so far. */
import type { HandPair } from "../../core/experiment.ts";
import type { Side } from "../../core/misfit.ts";
import type { Network, NetworkNode } from "../../core/network.ts";

/** In the order in which they were picked, at most two a side. */
export type Picks = Readonly<Record<Side, readonly string[]>>;

export const noPicks: Picks = { teacher: [], student: [] };

/** Layers with maps, but for the images themselves. */
export function isPickable({ op, shape }: NetworkNode): boolean {
  return shape.length === 3 && op !== "input";
}

/** Picked again, a layer is taken back; a third takes the second's place. */
export function withPick(picks: Picks, side: Side, layer: string): Picks {
  const before = picks[side];
  const after = before.includes(layer) ? before.filter((other) => other !== layer) : [...before.slice(0, 1), layer];
  return { ...picks, [side]: after };
}

/** Null until both networks have two. Of a network's two, the first is the one nearer its input. */
export function pairPicked(picks: Picks, networks: Readonly<Record<Side, Network>>): HandPair | null {
  const tapsOf = (side: Side): [string, string] | null => {
    const [first, last] = networks[side].nodes.map(({ name }) => name).filter((name) => picks[side].includes(name));
    return first !== undefined && last !== undefined ? [first, last] : null;
  };
  const [teacher, student] = [tapsOf("teacher"), tapsOf("student")];
  return teacher && student && { teacher, student };
}
