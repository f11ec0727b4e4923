import { describe, expect, test } from "vitest";
import { defaultExperiment } from "./defaults.ts";
import { toDocument } from "./document.ts";
import type { Experiment, FspMethod, HandPair } from "./experiment.ts";
import { networkFor } from "./build-network.ts";
import { asByHand, namedPairs, withoutPair, withPair } from "./hand-matching.ts";

const size = [32, 32, 1] as const;
const teacherSpec = { kind: "resnet", depth: 14, width: 8 } as const;
const studentSpec = { kind: "resnet", depth: 8, width: 8 } as const;
const networks = { teacher: networkFor(teacherSpec, size, 10), student: networkFor(studentSpec, size, 10) };
const method = (changes: Partial<FspMethod> = {}): FspMethod => ({
  ...(defaultExperiment.method as FspMethod),
  ...changes,
});

/** Inside section 2 of both. */
const inner: HandPair = {
  teacher: ["section2.block1.relu1", "section2.block2.relu2"],
  student: ["section2.block1.relu1", "section2.block1.relu2"],
};
const namesOf = (of: FspMethod) => namedPairs(of, networks).map(({ name }) => name);

describe("a match added", () => {
  test("leaves the others as they were, by hand now, and can be trained", () => {
    const matched = withPair(method(), networks, inner)!;
    expect(matched.matching).toMatchObject({ kind: "hand" });
    const after = method(matched);
    expect(namesOf(after)).toEqual(["section1", "section2", "section3", "section2.2"]);
    const before = namedPairs(method(), networks);
    expect(namedPairs(after, networks).slice(0, 3)).toEqual(before);
    const experiment: Experiment = { ...defaultExperiment, student: studentSpec, method: after };
    expect(() => toDocument(experiment)).not.toThrow();
  });

  test("is refused when it is there already, or when there are 32", () => {
    const once = method(withPair(method(), networks, inner)!);
    expect(withPair(once, networks, inner)).toBeNull();
    const pairs = Array.from({ length: 32 }, () => inner);
    const other: HandPair = { ...inner, student: ["stem.relu", "section2.block1.relu2"] };
    expect(withPair(method({ matching: { kind: "hand", pairs } }), networks, other)).toBeNull();
    expect(withPair(method({ matching: { kind: "hand", pairs: pairs.slice(1) } }), networks, other)).not.toBeNull();
  });
});

describe("a match taken away", () => {
  test("takes its weight along, and the others keep theirs under their new names", () => {
    const two = withPair(method({ pairLambda: { section1: 3, section2: 5 } }), networks, inner)!;
    const weighted = method({ ...two, pairLambda: { ...two.pairLambda, "section2.2": 7 } });
    const [, second] = namedPairs(weighted, networks);
    const left = withoutPair(weighted, networks, second!.pair)!;
    expect(left.pairLambda).toEqual({ section1: 3, section2: 7 });
    expect(namesOf(method(left))).toEqual(["section1", "section3", "section2"]);
  });

  test("is refused when it is the last", () => {
    expect(withoutPair(method({ matching: { kind: "hand", pairs: [inner] } }), networks, inner)).toBeNull();
  });
});

test("pairs without a partner are left out of what is matched by hand", () => {
  const gone: HandPair = { ...inner, student: ["section2.block1.relu1", "section2.block9.relu2"] };
  const some = method({ matching: { kind: "hand", pairs: [inner, gone] } });
  expect(asByHand(some, networks)!.matching).toEqual({ kind: "hand", pairs: [inner] });
  expect(asByHand(method({ matching: { kind: "hand", pairs: [gone] } }), networks)).toBeNull();
  // They are still there to be taken away.
  expect(namedPairs(some, networks).map(({ pair }) => pair)).toEqual([inner, gone]);
});
