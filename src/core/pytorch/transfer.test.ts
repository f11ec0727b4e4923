/** What a program does of a teacher from another task, or refuses to. */
import { expect, test } from "vitest";
import type { Experiment } from "../experiment.ts";
import { paperTables } from "../paper/presets.ts";
import { pytorchProgram } from "./program.ts";

const rowOf = (plan: string, row: string): Experiment =>
  paperTables.get(plan)!.experiments.find(({ name }) => name === row)!;

test("grey images are repeated where the experiment sees them in colour, and the classifier begins anew", () => {
  const program = pytorchProgram(rowOf("transfer-other-set", "teacher-fine-tuned"));
  expect(program).toContain("framed(pixels, 32).repeat(3, axis=3), labels");
  expect(program).toContain('anew = student.arrays(), teacher.arrays(), ("fc.kernel", "fc.bias")');
  const copied = pytorchProgram(rowOf("paper-table-1-small", "teacher-copied-21k"));
  expect(copied).toContain("anew = student.arrays(), teacher.arrays(), ()");
});

test("a teacher that learns another task first has a classifier for each, and is written only where one is needed", () => {
  const program = pytorchProgram(rowOf("transfer-other-set", "fsp"));
  expect(program).toContain("class FirstTeacher(Teacher)");
  expect(program).toContain("--first-data");
  const alone = pytorchProgram(rowOf("transfer-other-set", "student-from-scratch"));
  expect(alone).toContain("STAGE_2");
  expect(alone).not.toContain("Teacher(");
});
