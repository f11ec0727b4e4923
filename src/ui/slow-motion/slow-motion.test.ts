import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../core/defaults.ts";
import { resnet } from "../../core/families/resnet.ts";
import { matchesOf } from "../../core/matching.ts";
import type { Phase } from "../../core/slow-motion.ts";
import { litBy } from "./lit-layers.ts";
import { phaseAfter } from "./phase-keys.ts";

const networks = { teacher: resnet([32, 32, 3], 14, 8, 10), student: resnet([32, 32, 3], 8, 8, 10) };
const matches = matchesOf(defaultExperiment.method, networks.teacher, networks.student);
const output = (layer: string) => ({ layer, norm: 1, least: 0, most: 1, map: null });
const lit = (phase: Phase) => litBy(phase, networks, matches);

describe("lit are", () => {
  test("in a forward pass the taps, dimmer what leads to them, and nothing behind", () => {
    const { teacher, student } = lit({ name: "teacherForward", layers: [output("section1.block1.relu2")] });
    expect(teacher.get("section1.block1.relu2")).toBe(1);
    expect(teacher.get("stem.relu")).toBeLessThan(1);
    expect(teacher.has("section2.block1.relu1")).toBe(false);
    expect(student.size).toBe(0);
  });

  test("for a network's matrices its taps", () => {
    const { teacher, student } = lit({ name: "studentMatrices", matrices: [] });
    expect([...student.keys()]).toEqual(expect.arrayContaining(matches.map((match) => match.student.last)));
    expect(teacher.size).toBe(0);
  });

  test("for the difference both networks' taps, and in stage 2 the output", () => {
    const matrix = { pair: "section1", shape: [1, 1] as const, values: Float32Array.of(1) };
    const first = lit({
      name: "difference",
      loss: 1,
      task: null,
      pairs: [{ pair: "section1", matrix, loss: 1, lambda: 1 }],
    });
    expect(first.teacher.size).toBeGreaterThan(3);
    expect(first.student.size).toBeGreaterThan(3);
    const { output } = networks.student;
    expect([...lit({ name: "difference", loss: 1, task: 1, pairs: [] }).student.keys()]).toEqual([output]);
    const both = lit({
      name: "difference",
      loss: 2,
      task: 1,
      pairs: [{ pair: "section1", matrix, loss: 1, lambda: 1 }],
    });
    expect([...both.student.keys()]).toEqual([...first.student.keys(), output]);
  });

  test("by gradient and update the layers that have one, the more the brighter", () => {
    const layers = [
      { layer: "stem.conv", norm: 1 },
      { layer: "section1.block1.conv1", norm: 3 },
    ];
    const { student } = lit({ name: "gradient", layers, norm: 2 });
    expect(student.get("section1.block1.conv1")).toBe(1);
    expect(student.get("stem.conv")).toBeCloseTo(0.5);
    const still = lit({ name: "gradient", layers: [{ layer: "stem.conv", norm: 0 }], norm: 0 });
    expect(still.student.get("stem.conv")).toBe(0.25);
  });
});

test.each([
  ["ArrowRight", 2, 7, 3],
  ["ArrowRight", 6, 7, 6],
  ["ArrowLeft", 2, 7, 1],
  ["ArrowLeft", 0, 7, 0],
  // Stage 2 has fewer phases than the step that was shown before.
  ["ArrowLeft", 6, 4, 2],
  ["Home", 5, 7, 0],
  ["End", 1, 7, 6],
  ["x", 1, 7, null],
  ["ArrowRight", 0, 0, null],
])("%s leads from phase %i of %i to %s", (key, index, count, to) => {
  expect(phaseAfter(key, index, count)).toBe(to);
});
