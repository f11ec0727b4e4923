/** What a network drawn by hand cannot have: kinds with their values, and the English sentence of each. */

export type NetworkFault =
  /** No section, or one without blocks: there is no layer that a pair could tap. */
  | { readonly kind: "no-tap"; readonly section: string | null }
  /** A convolution wider than its map, `[height, width]`. */
  | { readonly kind: "kernel"; readonly block: string; readonly kernel: number; readonly map: MapSides }
  /** Strides and pools of two want even sides, or a pair's larger map would be no multiple of the smaller. */
  | { readonly kind: "uneven"; readonly block: string; readonly map: MapSides }
  /** An identity that would add maps of different shape, `[height, width, channels]`. */
  | { readonly kind: "shortcut"; readonly block: string; readonly from: MapShape; readonly to: MapShape };

type MapSides = readonly [height: number, width: number];
type MapShape = readonly [height: number, width: number, channels: number];

/** The part of the sentence behind the network's name. */
export function networkFaultSentence(fault: NetworkFault): string {
  switch (fault.kind) {
    case "no-tap":
      return fault.section === null
        ? "has no section, so there is no layer that a pair could tap; give it one with a block."
        : `has no block in ${fault.section}, so there is no layer that a pair could tap; give it one, or remove the section.`;
    case "kernel":
      return `has a kernel of ${fault.kernel}x${fault.kernel} in ${fault.block}, larger than the map of ${fault.map.join("x")} there; use a smaller kernel.`;
    case "uneven":
      return `halves a map of ${fault.map.join("x")} in ${fault.block}; use stride 1 and no pooling there, or images whose sides halve.`;
    case "shortcut":
      return `adds maps of ${fault.from.join("x")} and ${fault.to.join("x")} in ${fault.block}; use a projection as its shortcut.`;
    default:
      return fault satisfies never;
  }
}
