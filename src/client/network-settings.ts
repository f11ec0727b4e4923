/** The part of the settings that says which two networks there are. */
import { canonicalJson } from "../core/canonical.ts";
import type { CustomSpec, Experiment, FamilySpec, NetworkSpec } from "../core/experiment.ts";
import type { Family, NetworkChoice } from "../core/network-choice.ts";

export interface NetworkSettings {
  readonly teacherFamily: Family;
  readonly teacherDepth: FamilySpec["depth"];
  readonly teacherWidth: FamilySpec["width"];
  /** Null where the family is not "custom". */
  readonly teacherDrawn: CustomSpec | null;
  readonly studentFamily: Family;
  readonly studentDepth: FamilySpec["depth"];
  readonly studentWidth: FamilySpec["width"];
  readonly studentDrawn: CustomSpec | null;
}

export const networkSides = ["teacher", "student"] as const;
export type NetworkSide = (typeof networkSides)[number];

export function networkSettingsOf({ teacher: { network: teacher }, student }: Experiment): NetworkSettings {
  return {
    teacherFamily: teacher.kind,
    teacherDepth: sizeOf(teacher).depth,
    teacherWidth: sizeOf(teacher).width,
    teacherDrawn: teacher.kind === "custom" ? teacher : null,
    studentFamily: student.kind,
    studentDepth: sizeOf(student).depth,
    studentWidth: sizeOf(student).width,
    studentDrawn: student.kind === "custom" ? student : null,
  };
}

/** Of a network that was drawn by hand, the usual one: it has its size when a family is chosen instead. */
function sizeOf(network: NetworkSpec): Pick<FamilySpec, "depth" | "width"> {
  return network.kind === "custom" ? { depth: 8, width: 8 } : network;
}

export function choiceOf(whose: NetworkSide, settings: NetworkSettings): NetworkChoice {
  return {
    family: settings[`${whose}Family`],
    depth: settings[`${whose}Depth`],
    width: settings[`${whose}Width`],
    drawn: settings[`${whose}Drawn`],
  };
}

/** Takes a network for the teacher's or the student's; what was drawn before stays there to be gone back to. */
export function networkChanges(whose: NetworkSide, network: NetworkSpec): Partial<NetworkSettings> {
  if (network.kind === "custom") return { [`${whose}Family`]: network.kind, [`${whose}Drawn`]: network };
  const { kind, depth, width } = network;
  return { [`${whose}Family`]: kind, [`${whose}Depth`]: depth, [`${whose}Width`]: width };
}

/** What is drawn says all that a family, a depth and a width would; a family leaves nothing to a drawing. */
export function isIdle(setting: string, after: NetworkSettings): boolean {
  return networkSides.some((whose) => {
    const isDrawn = after[`${whose}Family`] === "custom";
    if (setting === `${whose}Drawn`) return !isDrawn;
    return isDrawn && [`${whose}Family`, `${whose}Depth`, `${whose}Width`].includes(setting);
  });
}

/** A drawing takes the place of the lead's network alone: an experiment that had another keeps that. */
export function keptNetworks(
  experiment: Experiment,
  lead: Experiment,
  changes: Partial<NetworkSettings>,
): Partial<NetworkSettings> {
  const own = networkSettingsOf(experiment);
  const networkOf = (whose: NetworkSide, { teacher, student }: Experiment) =>
    canonicalJson(whose === "teacher" ? teacher.network : student);
  const kept = networkSides.filter(
    (whose) => changes[`${whose}Family`] === "custom" && networkOf(whose, experiment) !== networkOf(whose, lead),
  );
  return kept.reduce<Partial<NetworkSettings>>(
    (all, whose) => ({ ...all, [`${whose}Family`]: own[`${whose}Family`], [`${whose}Drawn`]: own[`${whose}Drawn`] }),
    {},
  );
}
