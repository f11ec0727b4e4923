import { expect, test } from "vitest";
import { hashOf } from "../canonical.ts";
import { defaultExperiment, defaultPlan } from "../defaults.ts";
import { toDocument } from "../document.ts";
import type { CustomSpec, Experiment, Method, NetworkSpec, Plan } from "../experiment.ts";
import { documentOf, linkOf } from "../link.ts";
import { presets } from "../presets.ts";
import { methodKinds, usualMethods } from "./usual.ts";

const withMethod = (method: Method, change: Partial<Experiment> = {}) => ({ ...defaultExperiment, method, ...change });

test.each(methodKinds)("%s travels in a link, alone and in a plan behind any other method", async (kind) => {
  const experiment = withMethod(usualMethods[kind]);
  expect(toDocument(structuredClone(experiment))).toEqual(experiment);
  expect(await documentOf(await linkOf(experiment))).toEqual(experiment);
  for (const other of methodKinds) {
    const experiments = [withMethod(usualMethods[other]), { ...experiment, name: "second" }];
    const plan: Plan = { ...defaultPlan, experiments };
    expect(await documentOf(await linkOf(plan))).toEqual(plan);
  }
});

test("the plan of all methods travels in a link", async () => {
  const plan = presets.get("methods-small")!;
  expect(await documentOf(await linkOf(plan))).toEqual(plan);
});

test("not shuffled, written out, is the experiment without the word", async () => {
  const { fsp } = usualMethods;
  const written = toDocument(withMethod({ ...fsp, shuffled: false }));
  expect(written).toEqual(defaultExperiment);
  expect(await hashOf(written)).toBe(await hashOf(defaultExperiment));
  for (const kind of ["fsp", "fsp-kd", "fsp-joint"] as const) {
    const shuffled = withMethod({ ...usualMethods[kind], shuffled: true });
    const plain = { ...withMethod(usualMethods[kind]), name: "plain" };
    for (const experiments of [
      [shuffled, plain],
      [plain, shuffled],
    ]) {
      const plan: Plan = { ...defaultPlan, experiments };
      expect(await documentOf(await linkOf(plan))).toEqual(plan);
    }
  }
});

const refused = (method: Method, change: Partial<Experiment>) => () => toDocument(withMethod(method, change));
const { teacher } = defaultExperiment;

test("answers are compared over the same classes only", () => {
  if (teacher.kind !== "recipe") throw new Error("the default teacher comes trained");
  const data = { kind: "shapes", training: 64, validation: 16, test: 16, difficulty: 0, seed: 1 } as const;
  const change = {
    data: { ...data, classes: 6 },
    teacher: { ...teacher, data: { ...data, classes: 8 } },
  };
  for (const kind of ["kd", "fsp-kd", "fitnets"] as const)
    expect(refused(usualMethods[kind], change)).toThrow(/teacher tells 8 classes apart, the student 6/);
  for (const kind of ["at", "sp", "fsp", "copy"] as const) expect(refused(usualMethods[kind], change)).not.toThrow();
});

/** Two sections; the maps are 16 and `stride` times less pixels wide. */
function drawn(stride: 1 | 2, sections = 2): CustomSpec {
  const block = { type: "conv", kernel: 3, norm: "batch", shortcut: "none", pool: "none", dropout: 0 } as const;
  const blocks = [{ ...block, channels: 4, stride }];
  return { kind: "custom", stem: 4, sections: Array.from({ length: sections }, () => ({ blocks })) };
}

test("layers of networks drawn otherwise, with maps of other sizes, are compared", () => {
  const of = (student: NetworkSpec, theirs: NetworkSpec) => ({ student, teacher: { ...teacher, network: theirs } });
  for (const kind of ["at", "fitnets", "sp"] as const) {
    expect(refused(usualMethods[kind], of(drawn(2), drawn(1, 3)))).not.toThrow();
    expect(refused(usualMethods[kind], of(drawn(1, 3), drawn(2)))).not.toThrow();
  }
});
