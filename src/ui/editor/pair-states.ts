/** How the pairs of two networks fit while one of them is being edited, and what would make them fit. */
import { readsFsp } from "../../core/methods/facts.ts";
import type { NetworkSide } from "../../client/network-settings.ts";
import { studentNetwork, teacherNetwork } from "../../core/build-network.ts";
import { withTapChannels } from "../../core/custom-channels.ts";
import type { CustomSpec, Experiment } from "../../core/experiment.ts";
import type { ImageSize } from "../../core/families/layers.ts";
import { fspSettingsOf } from "../../core/fsp-settings.ts";
import type { MatchingOutcome, Misfit } from "../../core/matching.ts";
import { matchingOf } from "../../core/matching.ts";
import type { Network } from "../../core/network.ts";
import { candidatesOf } from "../../core/pairs.ts";
import type { Edit } from "./edits.ts";
import { added, mended, removed } from "./edits.ts";
import type { Item } from "./items.ts";

/** Null where the method compares no pairs, or one of the networks cannot be built. */
export function pairStatesOf(lead: Experiment): MatchingOutcome | null {
  const { method } = lead;
  if (!readsFsp(method)) return null;
  try {
    return matchingOf(teacherNetwork(lead), studentNetwork(lead), method.firstTap, fspSettingsOf(method));
  } catch {
    // A fault, which the board shows.
    return null;
  }
}

/** What one click on this side can do about a misfit. */
export type PairFix =
  | { readonly kind: "channels"; readonly shape: readonly [number, number]; readonly edit: Edit }
  | { readonly kind: "add" | "remove"; readonly edit: Edit };

interface Edited {
  readonly lead: Experiment;
  readonly side: NetworkSide;
  readonly spec: CustomSpec;
  /** Of the spec. */
  readonly network: Network;
  readonly size: ImageSize;
  readonly chosen: Item;
}

export function pairFixOf(misfit: Misfit, edited: Edited): PairFix | null {
  const { side, spec, size } = edited;
  const [own, other] = side === "teacher" ? [misfit.teacher, misfit.student] : [misfit.student, misfit.teacher];
  if (misfit.reason.code === "unequal") return channelsFix(misfit, edited, other);
  if (misfit.reason.code !== "alone") return null;
  if (own === null) {
    const edit = added(spec, { kind: "add-section" }, size);
    return edit && { kind: "add", edit };
  }
  const section = sectionOf(misfit.name);
  const edit = section === null ? null : removed(spec, { kind: "section", section });
  return edit && { kind: "remove", edit };
}

function channelsFix(
  { name }: Misfit,
  { lead: { method }, spec, network, size, chosen }: Edited,
  wanted: readonly number[] | null,
): PairFix | null {
  if (!readsFsp(method) || !wanted) return null;
  const taps = candidatesOf(network, method.firstTap, fspSettingsOf(method).convention).find(
    (candidate) => candidate.name === name,
  );
  const shape = [wanted[0]!, wanted[1]!] as const;
  const fixed = taps && withTapChannels(spec, taps, shape, size);
  const edit = fixed ? mended(fixed, chosen, "matched") : null;
  return edit && { kind: "channels", shape, edit };
}

/** Counted from 0; null where the pair is not named after a section. */
export function sectionOf(pair: string): number | null {
  const found = /^section(\d+)$/.exec(pair);
  return found && Number(found[1]) - 1;
}
