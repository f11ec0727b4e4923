/** Which teacher pair is compared with which student pair: by section, by resolution, or by hand. */
import type { HandPair, Matching, Method, Remedy } from "./experiment.ts";
import { fspSettingsOf, usualFspSettings } from "./fsp-settings.ts";
import { readsFsp } from "./methods/facts.ts";
import type { Network } from "./network.ts";
import { nodeOf } from "./network.ts";
import type { Candidate, FirstTap, Match } from "./pairs.ts";
import { candidatesOf, defaultFirstTap, matrixShapeOf, pairOf, resizeOf } from "./pairs.ts";
import type { MisfitReason } from "./misfit.ts";
import type { Fit } from "./preflight.ts";
import { fitOf, samePositions } from "./preflight.ts";
import { remedyProblem } from "./relations/remedy-fits.ts";
import type { Convention } from "./relations/convention.ts";
import type { RemedyKind } from "./relations/settings.ts";

/** What decides the matches of two networks, besides the first tap. */
export interface MatchSettings {
  readonly convention: Convention;
  readonly matching: Matching;
  readonly remedy: Remedy;
}

export interface Misfit {
  readonly name: string;
  /** A matrix's shape; null where the network has no such pair. */
  readonly teacher: readonly number[] | null;
  readonly student: readonly number[] | null;
  /** What the matrices are of. */
  readonly taps: { readonly teacher: Candidate | null; readonly student: Candidate | null };
  readonly reason: MisfitReason;
}

/** What matches, and what cannot. */
export interface MatchingOutcome {
  readonly matches: readonly Match[];
  readonly misfits: readonly Misfit[];
}

/** Two candidates that belong together; null: that side has none. */
interface Couple {
  readonly name: string;
  readonly teacher: Candidate | null;
  readonly student: Candidate | null;
}

/** What is compared in a run. Of a method without pairs of its own, the usual ones: they are looked at all the same. */
export function matchesOf(method: Method, teacher: Network, student: Network): readonly Match[] {
  return readsFsp(method)
    ? matchingOf(teacher, student, method.firstTap, fspSettingsOf(method)).matches
    : matchingOf(teacher, student, defaultFirstTap).matches;
}

export function matchingOf(
  teacher: Network,
  student: Network,
  firstTap: FirstTap,
  settings: MatchSettings = usualFspSettings,
): MatchingOutcome {
  const remedy = settings.remedy.kind === "none" ? null : settings.remedy.kind;
  const rows = couplesOf(teacher, student, firstTap, settings).map((couple) => rowOf(teacher, student, couple, remedy));
  return {
    matches: rows.flatMap((row) => ("reason" in row ? [] : [row])),
    misfits: rows.flatMap((row) => ("reason" in row ? [row] : [])),
  };
}

function rowOf(teacher: Network, student: Network, couple: Couple, remedy: RemedyKind | null): Match | Misfit {
  const { name } = couple;
  const shapes = {
    teacher: couple.teacher && matrixShapeOf(teacher, couple.teacher),
    student: couple.student && matrixShapeOf(student, couple.student),
  };
  const taps = { teacher: couple.teacher, student: couple.student };
  const misfit = (reason: MisfitReason): Misfit => ({ name, ...shapes, taps, reason });
  if (!couple.teacher || !couple.student) return misfit({ code: "alone" });
  const [theirs, ours] = [couple.teacher, couple.student];
  const fit = fitOf(teacher, theirs, student, ours);
  const reason = reasonAgainst(fit, remedy, {
    teacher: shapes.teacher!,
    student: shapes.student!,
    samePositions: samePositions(teacher, theirs, student, ours),
  });
  if (reason) return misfit(reason);
  return {
    name,
    teacher: pairOf(theirs),
    student: pairOf(ours),
    shape: shapes.teacher!,
    studentShape: shapes.student!,
  };
}

function reasonAgainst(
  fit: Fit,
  remedy: RemedyKind | null,
  sizes: Parameters<typeof remedyProblem>[1],
): MisfitReason | null {
  if (fit.kind === "impossible") return fit.reason;
  if (remedy === null) return fit.kind === "adapted" ? { code: "unequal", remedies: fit.remedies } : null;
  const problem = remedyProblem(remedy, sizes);
  return problem && { code: "remedy", remedy, problem };
}

function couplesOf(teacher: Network, student: Network, firstTap: FirstTap, settings: MatchSettings): Couple[] {
  const { convention, matching } = settings;
  const theirs = candidatesOf(teacher, firstTap, convention);
  const ours = candidatesOf(student, firstTap, convention);
  switch (matching.kind) {
    case "section": {
      const names = [...new Set([...theirs, ...ours].map(({ name }) => name))];
      const named = (candidates: readonly Candidate[], name: string) =>
        candidates.find((candidate) => candidate.name === name) ?? null;
      return names.map((name) => ({ name, teacher: named(theirs, name), student: named(ours, name) }));
    }
    case "resolution":
      return byResolution(teacher, theirs, student, ours);
    case "hand":
      return byHand(teacher, student, matching.pairs, settings);
    default:
      return matching satisfies never;
  }
}

/** Pairs whose last maps have equal sizes; where there are several, the k-th from the end with the k-th from the end. */
function byResolution(
  teacher: Network,
  theirs: readonly Candidate[],
  student: Network,
  ours: readonly Candidate[],
): Couple[] {
  const sizeOf = (network: Network, { last }: Candidate) => nodeOf(network, last).shape.slice(0, 2).join("x");
  const free = [...theirs];
  const couples = ours.toReversed().map((own): Couple => {
    const index = free.findLastIndex((other) => sizeOf(teacher, other) === sizeOf(student, own));
    const [partner] = index < 0 ? [] : free.splice(index, 1);
    return { name: own.name, teacher: partner ?? null, student: own };
  });
  return couples.toReversed();
}

/** A side that lacks a named layer has no pair. */
function byHand(
  teacher: Network,
  student: Network,
  pairs: readonly HandPair[],
  { convention }: MatchSettings,
): Couple[] {
  const hasMaps = (network: Network, tap: string) => network.nodes.find(({ name }) => name === tap)?.shape.length === 3;
  const candidate = (network: Network, name: string, [first, last]: readonly [string, string]): Candidate | null =>
    hasMaps(network, first) && hasMaps(network, last)
      ? { name, first, last, resize: resizeOf(network, { first, last }, convention) }
      : null;
  const names = handNames(student, pairs);
  return pairs.map((pair, index) => {
    const name = names[index]!;
    return {
      name,
      teacher: candidate(teacher, name, pair.teacher),
      student: candidate(student, name, pair.student),
    };
  });
}

/** Each is named after the section of the student that its last tap lies in, further ones `<section>.2`, `<section>.3` … */
export function handNames(student: Network, pairs: readonly HandPair[]): string[] {
  const counts = new Map<string, number>();
  return pairs.map((pair) => {
    const section = sectionOf(student, pair.student[1]);
    const count = (counts.get(section) ?? 0) + 1;
    counts.set(section, count);
    return count === 1 ? section : `${section}.${count}`;
  });
}

/** The first section that ends no earlier than the layer stands; the last one for what comes after. */
function sectionOf(network: Network, layer: string): string {
  const placeOf = (name: string) => network.nodes.findIndex((node) => node.name === name);
  const place = placeOf(layer);
  const section = network.sections.find(({ last }) => placeOf(last) >= place) ?? network.sections.at(-1);
  return section?.name ?? "pair";
}
