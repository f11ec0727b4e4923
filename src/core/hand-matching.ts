/** Matches added and taken away one by one: whatever made them before, they are made by hand then. */
import type { FspMethod, HandPair } from "./experiment.ts";
import type { FspFamily } from "./methods/facts.ts";
import { mostHandPairs } from "./experiment.ts";
import { fspSettingsOf } from "./fsp-settings.ts";
import { handNames, matchingOf } from "./matching.ts";
import type { Network } from "./network.ts";
import type { Candidate } from "./pairs.ts";

/** What is matched in an experiment; its pairs' own weights go by the pairs' names. */
export type Matched = Pick<FspMethod, "pairLambda"> & Required<Pick<FspMethod, "matching">>;

export interface NamedPair {
  readonly name: string;
  readonly pair: HandPair;
}

interface Networks {
  readonly teacher: Network;
  readonly student: Network;
}

/** All couples with two sides, whether they can be compared or not. */
export function namedPairs(method: FspFamily, { teacher, student }: Networks): NamedPair[] {
  const settings = fspSettingsOf(method);
  const { matching } = settings;
  if (matching.kind === "hand") return named(student, matching.pairs);
  const { matches, misfits } = matchingOf(teacher, student, method.firstTap, settings);
  const both = misfits.flatMap(({ name, taps }) =>
    taps.teacher && taps.student ? [{ name, teacher: taps.teacher, student: taps.student }] : [],
  );
  const tapsOf = ({ first, last }: Pick<Candidate, "first" | "last">): [string, string] => [first, last];
  return [...matches, ...both].map(({ name, ...sides }) => ({
    name,
    pair: { teacher: tapsOf(sides.teacher), student: tapsOf(sides.student) },
  }));
}

export function isSamePair(a: HandPair, b: HandPair): boolean {
  return a.teacher.join(" ") === b.teacher.join(" ") && a.student.join(" ") === b.student.join(" ");
}

/** Null where it is there already, or there are as many as there may be. */
export function withPair(method: FspFamily, networks: Networks, pair: HandPair): Matched | null {
  const before = namedPairs(method, networks);
  if (before.length >= mostHandPairs || before.some((other) => isSamePair(other.pair, pair))) return null;
  return byHand(method, networks, before, [...before.map((other) => other.pair), pair]);
}

/** Null where none would be left. */
export function withoutPair(method: FspFamily, networks: Networks, pair: HandPair): Matched | null {
  const before = namedPairs(method, networks);
  const left = before.filter((other) => !isSamePair(other.pair, pair)).map((other) => other.pair);
  return left.length === 0 ? null : byHand(method, networks, before, left);
}

/** The couples of layers that are there, made by hand from now on; null where there are none. */
export function asByHand(method: FspFamily, networks: Networks): Matched | null {
  const { teacher, student } = networks;
  const { misfits } = matchingOf(teacher, student, method.firstTap, fspSettingsOf(method));
  const alone = misfits.flatMap(({ name, reason }) => (reason.code === "alone" ? [name] : []));
  const before = namedPairs(method, networks).filter(({ name }) => !alone.includes(name));
  return before.length === 0
    ? null
    : byHand(
        method,
        networks,
        before,
        before.map(({ pair }) => pair),
      );
}

/** A pair keeps its weight though its name changes, because further ones of a section are numbered. */
function byHand(
  { pairLambda }: FspFamily,
  { student }: Networks,
  before: readonly NamedPair[],
  pairs: HandPair[],
): Matched {
  const weights = named(student, pairs).flatMap(({ name, pair }): [string, number][] => {
    const old = before.find((other) => isSamePair(other.pair, pair));
    const weight = old && pairLambda[old.name];
    return weight === undefined ? [] : [[name, weight]];
  });
  return { matching: { kind: "hand", pairs }, pairLambda: Object.fromEntries(weights) };
}

function named(student: Network, pairs: readonly HandPair[]): NamedPair[] {
  const names = handNames(student, pairs);
  return pairs.map((pair, index) => ({ name: names[index]!, pair }));
}
