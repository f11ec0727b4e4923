import { describe, expect, test } from "vitest";
import { networkFor, studentNetwork } from "../../core/build-network.ts";
import { usualBlock } from "../../core/custom-blocks.ts";
import { defaultExperiment } from "../../core/defaults.ts";
import type { CustomSpec, Experiment } from "../../core/experiment.ts";
import { toCustom } from "../../core/to-custom.ts";
import { pairFixOf, pairStatesOf } from "./pair-states.ts";

const size = [32, 32, 1] as const;
const { spec } = toCustom(defaultExperiment.student);
const withStudent = (student: CustomSpec): Experiment => ({ ...defaultExperiment, student });
const chosen = { kind: "stem" } as const;

/** What one click on the student's side makes of its first misfit. */
function fixed(student: CustomSpec) {
  const lead = withStudent(student);
  const [misfit] = pairStatesOf(lead)!.misfits;
  const network = studentNetwork(lead);
  return pairFixOf(misfit!, { lead, side: "student", spec: student, network, size, chosen });
}

describe("pairs while a network is edited", () => {
  test("are not told of a network with a fault, nor of a method without pairs", () => {
    expect(pairStatesOf(withStudent(spec))!.misfits).toEqual([]);
    expect(pairStatesOf(withStudent({ ...spec, stem: 3 }))).toBeNull();
    expect(pairStatesOf({ ...withStudent(spec), method: { kind: "none" } })).toBeNull();
  });

  test("of other widths take the teacher's", () => {
    const narrow: CustomSpec = {
      ...spec,
      sections: spec.sections.with(0, { blocks: [{ ...usualBlock, channels: 5 }] }),
    };
    const fix = fixed(narrow)!;
    expect(fix).toMatchObject({ kind: "channels", shape: [8, 8], edit: { item: chosen, deed: { did: "matched" } } });
    expect(pairStatesOf(withStudent(fix.edit.spec))!.misfits).toEqual([]);
  });

  test("of a section that the teacher has not are removed, and of one that is missing added", () => {
    const four: CustomSpec = { ...spec, sections: [...spec.sections, { blocks: [usualBlock] }] };
    expect(fixed(four)).toMatchObject({ kind: "remove", edit: { spec, deed: { name: "section4" } } });
    const two: CustomSpec = { ...spec, sections: spec.sections.slice(0, 2) };
    const added = fixed(two)!;
    expect(added).toMatchObject({ kind: "add", edit: { deed: { name: "section3" } } });
    expect(networkFor(added.edit.spec, size, 10).sections).toHaveLength(3);
  });
});
