/** A network as three choices: its family, a depth that the family offers, and a width. */
import type { CustomSpec, FamilySpec, NetworkSpec } from "./experiment.ts";
import { mobilenetDepths } from "./families/mobilenet.ts";
import { plainDepths } from "./families/plain.ts";
import { preactDepths, wideDepths } from "./families/preactivation.ts";
import { resnetDepths } from "./families/resnet.ts";
import { vggDepths } from "./families/vgg.ts";

/** A drawn network is offered where a document or the editor brought it. */
export type Family = NetworkSpec["kind"];

export interface NetworkChoice {
  readonly family: Family;
  readonly depth: FamilySpec["depth"];
  readonly width: FamilySpec["width"];
  /** What is drawn by hand where that is the family. */
  readonly drawn: CustomSpec | null;
}

const depths = {
  resnet: resnetDepths,
  "preact-resnet": preactDepths,
  "wide-resnet": wideDepths,
  vgg: vggDepths,
  plain: plainDepths,
  mobilenet: mobilenetDepths,
} as const;

// oxlint-disable-next-line no-unsafe-type-assertion -- Object.keys forgets that they are families
export const families = Object.keys(depths) as readonly FamilySpec["kind"][];

export function depthsOf(family: FamilySpec["kind"]): readonly FamilySpec["depth"][] {
  return depths[family];
}

/** With the depth that the family offers nearest to the chosen one; other settings are `before`'s, or the family's usual ones. */
export function networkChosen({ family: kind, depth, width, drawn }: NetworkChoice, before: NetworkSpec): NetworkSpec {
  switch (kind) {
    case "resnet":
    case "preact-resnet":
      return { kind, depth: nearest(depths[kind], depth), width };
    case "wide-resnet": {
      const dropout = before.kind === kind ? before.dropout : 0;
      return { kind, depth: nearest(depths[kind], depth), width, dropout };
    }
    case "vgg": {
      const dropout = before.kind === kind ? before.dropout : 0.5;
      return { kind, depth: nearest(depths[kind], depth), width, dropout };
    }
    case "plain":
      return { kind, depth: nearest(depths[kind], depth), width };
    case "mobilenet":
      return { kind, depth: nearest(depths[kind], depth), width };
    case "custom":
      // The choice goes back to one that was drawn, and cannot make one up.
      return drawn ?? before;
    default:
      return kind satisfies never;
  }
}

function nearest<Depth extends number>(offered: readonly Depth[], wanted: number): Depth {
  return offered.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0]!;
}
